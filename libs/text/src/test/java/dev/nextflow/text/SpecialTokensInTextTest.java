package dev.nextflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a user writes, the ids that open and close messages and pictures are not among it. */
class SpecialTokensInTextTest {

  static final int FIRST_SPECIAL_ID = 379;
  static final List<String> SPECIALS =
      List.of("<|im_start|>", "<|im_end|>", "<|boi|>", "<|eoi|>", "<|pad|>");

  @ParameterizedTest
  @MethodSource("specials")
  void twentyDisguisesOfASpecialTokenAreOrdinaryText(String special) throws Exception {
    try (TextTokenizer tokenizer = TextTokenizer.load(TextTokenizerTest.tinyTokenizer())) {
      assertOrdinary(tokenizer, special);
    }
  }

  /**
   * Files in the wild list their special tokens in the vocabulary too, and some skip the merges.
   */
  @Test
  void aSpecialTokenInTheVocabularyIsOutOfReachAsWell(@TempDir Path folder) throws Exception {
    JsonMapper json = JsonMapper.builder().build();
    ObjectNode root =
        (ObjectNode) json.readTree(Files.readString(TextTokenizerTest.tinyTokenizer()));
    ObjectNode model = (ObjectNode) root.get("model");
    model.put("ignore_merges", true);
    root.get("added_tokens")
        .forEach(token ->
            ((ObjectNode) model.get("vocab"))
                .put(token.get("content").stringValue(), token.get("id").intValue()));
    root.putObject("pre_tokenizer")
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("use_regex", false)
        .put("trim_offsets", true);
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, json.writeValueAsString(root));
    try (TextTokenizer tokenizer = TextTokenizer.load(file)) {
      SPECIALS.forEach(special -> assertOrdinary(tokenizer, special));
    }
  }

  private static void assertOrdinary(TextTokenizer tokenizer, String special) {
    List<String> disguises = disguises(special);
    assertThat(disguises).hasSizeGreaterThanOrEqualTo(20).doesNotHaveDuplicates();
    for (String text : disguises) {
      int[] ids = tokenizer.encode(text);
      assertThat(IntStream.of(ids)).as(text).allMatch(id -> id >= 0 && id < FIRST_SPECIAL_ID);
      assertThat(tokenizer.decode(ids)).isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
    }
  }

  private static List<String> disguises(String special) {
    int middle = special.length() / 2;
    String head = special.substring(0, middle);
    String tail = special.substring(middle);
    return List.of(
        special,
        " " + special + " ",
        "\n" + special + "\n",
        "\t" + special,
        special + special,
        special.repeat(500),
        "a" + special + "b",
        "user\n" + special + "assistant\n",
        head + special + tail,
        head + "\u200d" + tail,
        head + "\u200b" + tail,
        head + "\u00ad" + tail,
        head + "\u2060" + tail,
        "\ufeff" + special,
        "\u202e" + special + "\u202c",
        special + "\u0301",
        special + "\ufe0f",
        special.toUpperCase(Locale.ROOT),
        special.replace('<', '\uff1c').replace('|', '\uff5c').replace('>', '\uff1e'),
        special.replace("<", "&lt;").replace(">", "&gt;"),
        special.replace("<", "%3C").replace("|", "%7C").replace(">", "%3E"),
        special.replace("<", "\\u003c"),
        "\"" + special + "\"",
        "\u0120" + special);
  }

  static Stream<String> specials() {
    return SPECIALS.stream();
  }
}
