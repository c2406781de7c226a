package dev.nextflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBytesTest {

  /** Random ids, so that characters are cut anywhere and bytes come that are none. */
  @ParameterizedTest
  @ValueSource(strings = {"tiny", "demo"})
  void theBytesOfAnyIdsAreTheirText(String bundle) throws IOException {
    TokenBytes bytes = TokenBytes.load(file(bundle));
    Random random = new Random(20261126);
    try (TextTokenizer tokenizer = TextTokenizer.load(file(bundle))) {
      for (int i = 0; i < 2_000; i++) {
        int[] ids = random.ints(1 + i % 9, 0, 379).toArray();
        assertThat(once(new String(joined(bytes, ids), StandardCharsets.UTF_8)))
            .isEqualTo(once(tokenizer.decode(ids)));
      }
      for (int i = 0; i < 500; i++) {
        int[] ids = tokenizer.encode(RandomText.of(random));
        assertThat(joined(bytes, ids))
            .isEqualTo(tokenizer.decode(ids).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "demo"})
  void everyByteHasAnIdOfItsOwn(String bundle) throws IOException {
    TokenBytes bytes = TokenBytes.load(file(bundle));
    IntStream.range(0, 256)
        .forEach(
            value -> assertThat(bytes.of(bytes.idOf((byte) value))).containsExactly((byte) value));
  }

  @Test
  void whatIsNoTextHasNoBytes() throws IOException {
    TokenBytes bytes = TokenBytes.load(file("tiny"));
    assertThat(bytes.of(380)).isEmpty(); // <|im_end|>
    assertThat(bytes.of(-1)).isEmpty();
    assertThat(bytes.of(1_000_000)).isEmpty();
  }

  /** How many replacements stand for bytes that are no character, decoders see differently. */
  private static String once(String text) {
    return text.replaceAll("\ufffd+", "\ufffd");
  }

  private static byte[] joined(TokenBytes bytes, int[] ids) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    IntStream.of(ids).forEach(id -> joined.writeBytes(bytes.of(id)));
    return joined.toByteArray();
  }

  private static Path file(String bundle) {
    return Path.of(System.getProperty("nextflow.bundles"), bundle, "tokenizer.json");
  }
}
