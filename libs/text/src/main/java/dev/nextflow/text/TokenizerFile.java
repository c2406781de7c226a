package dev.nextflow.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Hugging Face {@code tokenizer.json} reduced to its byte-level BPE.
 *
 * <p>Added tokens are cut out before the file reaches the native tokenizer, which would otherwise
 * find their names in user text. The normalizer goes too, because normalising is done once, here in
 * Java, and so do the post-processor, truncation and padding, because sequences are put together by
 * code.
 *
 * @param json what the native tokenizer is built from
 * @param ordinaryIds ids that text can have
 * @param specialIds ids that only code may add
 */
record TokenizerFile(String json, BitSet ordinaryIds, BitSet specialIds) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static TokenizerFile read(Path file) throws IOException {
    try {
      if (JSON.readTree(Files.readString(file)) instanceof ObjectNode root) {
        return reduced(root);
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("tokenizer.json is not JSON", e);
    }
    throw new IllegalArgumentException("tokenizer.json is not a JSON object");
  }

  private static TokenizerFile reduced(ObjectNode root) {
    require("BPE".equals(typeOf(root, "model")), "model must be BPE");
    require(endsInByteLevel(root.path("pre_tokenizer")), "pre_tokenizer must end in ByteLevel");
    require("ByteLevel".equals(typeOf(root, "decoder")), "decoder must be ByteLevel");
    require(
        root.path("normalizer").isNull() || "NFC".equals(typeOf(root, "normalizer")),
        "normalizer must be NFC");
    require(root.path("model").path("dropout").doubleValue(0) == 0, "model.dropout must be 0");
    require(root.path("model").path("vocab") instanceof ObjectNode, "model.vocab is missing");

    BitSet specialIds = new BitSet();
    Set<String> specialNames = new HashSet<>();
    for (JsonNode token : root.path("added_tokens")) {
      specialIds.set(token.path("id").intValue());
      specialNames.add(token.path("content").stringValue());
    }
    ObjectNode vocabulary = (ObjectNode) root.path("model").path("vocab");
    vocabulary.remove(specialNames);
    require(
        byteAlphabet().allMatch(vocabulary::has), "model.vocab lacks the token of a single byte");
    BitSet ordinaryIds = new BitSet();
    vocabulary.forEach(id -> ordinaryIds.set(id.intValue()));
    require(!ordinaryIds.intersects(specialIds), "an added token has the id of a text token");

    root.putArray("added_tokens");
    root.putNull("normalizer");
    root.putNull("post_processor");
    root.putNull("truncation");
    root.putNull("padding");
    return new TokenizerFile(JSON.writeValueAsString(root), ordinaryIds, specialIds);
  }

  /**
   * The characters that stand for the 256 bytes: the printable ones as they are, 68 from U+0100.
   */
  private static Stream<String> byteAlphabet() {
    return IntStream.rangeClosed('!', 'Ā' + 67)
        .filter(c -> c <= '~' || (c >= '¡' && c != '\u00ad'))
        .mapToObj(Character::toString);
  }

  private static boolean endsInByteLevel(JsonNode preTokenizer) {
    JsonNode steps = preTokenizer.path("pretokenizers");
    JsonNode last = steps.isEmpty() ? preTokenizer : steps.path(steps.size() - 1);
    return "ByteLevel".equals(last.path("type").stringValue(""))
        && !last.path("add_prefix_space").booleanValue(true);
  }

  private static String typeOf(JsonNode root, String part) {
    return root.path(part).path("type").stringValue("");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("tokenizer.json: " + rule);
    }
  }
}
