package dev.nextflow.gateway.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nextflow.sequences.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "\"prompt\"",
        "[]",
        "[{\"prompt\": \"a\"}]",
        "{",
        "{\"prompt\": \"a\"",
        "{\"prompt\": \"a\",}",
        "{\"prompt\": \"a\"} {}",
        "{\"prompt\": \"a\"} x",
        "{prompt: \"a\"}",
        "{'prompt': 'a'}",
        "{\"prompt\": \"a\"} // red",
        "{\"prompt\": \"a\nb\"}",
        "{\"guidance\": NaN}",
        "{\"guidance\": Infinity}",
        "{\"n\": 01}",
        "{\"n\": +1}",
        "{\"prompt\": \"a\", \"prompt\": \"b\"}",
        "{\"a\": {\"b\": 1, \"b\": 2}}",
        "{\"prompt\": \"a\", \"prom\\u0070t\": \"b\"}",
        "\ufeff{\"prompt\": \"a\"}",
        "\u0000{\"prompt\": \"a\"}"
      })
  void whatIsNotExactlyOneObjectIsMalformed(String body) {
    refused(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anAbsentBodyIsMalformed() {
    refused(null);
  }

  static Stream<byte[]> bytesThatAreNoUtf8() {
    return Stream.of(
        "{\"prompt\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1),
        "{\"prompt\": \"a\"}".getBytes(StandardCharsets.UTF_16),
        // A surrogate coded as if it were a character.
        new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'},
        // An overlong slash.
        new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xc0, (byte) 0xaf, '"', '}'});
  }

  @ParameterizedTest
  @MethodSource("bytesThatAreNoUtf8")
  void brokenUtf8IsRefusedAndNeverReplaced(byte[] body) {
    refused(body);
  }

  @Test
  void nestingEndsAt32() {
    assertThat(StrictJson.read(nested(32).getBytes(StandardCharsets.UTF_8)).has("a")).isTrue();
    refused(nested(33).getBytes(StandardCharsets.UTF_8));
  }

  // A reader that recurses dies of this with a StackOverflowError.
  @Test
  void aHundredThousandLevelsAreRefused() {
    refused(nested(100_000).getBytes(StandardCharsets.UTF_8));
    refused("[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
  }

  // Turning a million digits into a number takes quadratic time.
  @Test
  void aNumberOfAMillionDigitsIsRefused() {
    refused(("{\"seed\": " + "9".repeat(1_000_000) + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
  }

  private static void refused(byte[] body) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> StrictJson.read(body));
    assertThat(refused).isNotNull();
    assertThat(refused.problem().code()).isEqualTo("malformed-json");
  }
}
