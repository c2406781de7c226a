package dev.nextflow.text;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TokenizerFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource
  void aFileThatIsNoByteLevelBpeIsRefusedInOneLine(Consumer<ObjectNode> change, String message)
      throws IOException {
    JsonMapper json = JsonMapper.builder().build();
    ObjectNode root =
        (ObjectNode) json.readTree(Files.readString(TextTokenizerTest.tinyTokenizer()));
    change.accept(root);
    assertRefused(json.writeValueAsString(root), "tokenizer.json: " + message);
  }

  static Stream<Arguments> aFileThatIsNoByteLevelBpeIsRefusedInOneLine() {
    return Stream.of(
        change(root -> model(root).put("type", "Unigram"), "model must be BPE"),
        change(root -> model(root).put("dropout", 0.1), "model.dropout must be 0"),
        change(root -> model(root).remove("vocab"), "model.vocab is missing"),
        change(
            root -> ((ObjectNode) model(root).get("vocab")).remove("Ā"),
            "model.vocab lacks the token of a single byte"),
        change(
            root -> ((ObjectNode) root.get("added_tokens").get(0)).put("id", 7),
            "an added token has the id of a text token"),
        change(
            root -> root.putObject("pre_tokenizer").put("type", "Whitespace"),
            "pre_tokenizer must end in ByteLevel"),
        change(
            root -> ((ObjectNode) root.get("pre_tokenizer")).put("add_prefix_space", true),
            "pre_tokenizer must end in ByteLevel"),
        change(root -> root.putNull("decoder"), "decoder must be ByteLevel"),
        change(
            root -> root.putObject("normalizer").put("type", "Lowercase"),
            "normalizer must be NFC"));
  }

  @Test
  void aFileThatIsNoJsonObjectIsRefused() throws IOException {
    assertRefused("{", "tokenizer.json is not JSON");
    assertRefused("[]", "tokenizer.json is not a JSON object");
  }

  private void assertRefused(String content, String message) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, content);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TextTokenizer.load(file))
        .withMessage(message);
  }

  private static Arguments change(Consumer<ObjectNode> change, String message) {
    return Arguments.of(change, message);
  }

  private static ObjectNode model(ObjectNode root) {
    return (ObjectNode) root.get("model");
  }
}
