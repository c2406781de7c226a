package dev.nextflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Python reference wrote down what it cut; the same bundle must cut the same here. */
class ParityTest {

  @Test
  void textsAreCutAsTheReferenceCutsThem() throws Exception {
    JsonNode texts =
        JsonMapper.builder()
            .build()
            .readTree(
                Files.readString(
                    TextTokenizerTest.tinyTokenizer().resolveSibling("fixtures/parity.json")))
            .get("texts");
    assertThat(texts).isNotEmpty();
    try (TextTokenizer tokenizer = TextTokenizer.load(TextTokenizerTest.tinyTokenizer())) {
      for (JsonNode text : texts) {
        int[] expected = text.get("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
        assertThat(tokenizer.encode(text.get("text").stringValue()))
            .as("%s", text)
            .isEqualTo(expected);
      }
    }
  }
}
