package dev.nextflow.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.command.ExitCodes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every failure is one line on stderr and an exit code that a script can rely on. */
class NextflowCommandTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        failure(ExitCodes.REFUSED, "Missing required parameter: 'PROMPT'", "draw"),
        failure(ExitCodes.REFUSED, "Invalid value for option '--seed'", "draw", "x", "--seed", "a"),
        failure(ExitCodes.REFUSED, "Unmatched argument", "paint", "x"),
        failure(ExitCodes.REFUSED, "can't write to", "draw", "x", "-o", "/nowhere/x.png"),
        failure(ExitCodes.REFUSED, "must end in .png, .jpg or .webp", "draw", "x", "-o", "x.gif"),
        failure(ExitCodes.REFUSED, "Missing required subcommand", "keys"),
        failure(ExitCodes.REFUSED, "Missing required option: '--tenant=NAME'", "keys", "list"),
        failure(ExitCodes.REFUSED, "Invalid value for", "tenants", "set", "a", "--weight", "x"),
        failure(
            ExitCodes.REFUSED,
            "the API key has characters that no key has",
            "tenants",
            "list",
            "--url",
            "http://127.0.0.1:1",
            "--api-key",
            "a\nb"),
        failure(
            ExitCodes.UNAVAILABLE,
            "no answer from http://127.0.0.1:1",
            "keys",
            "revoke",
            "abc",
            "--url",
            "http://127.0.0.1:1"),
        failure(
            ExitCodes.UNAVAILABLE,
            "no answer from http://127.0.0.1:1",
            "draw",
            "x",
            "-o",
            "target/x.png",
            "--url",
            "http://127.0.0.1:1"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhatIsWrongInOneLine(int exitCode, String says, String[] arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    int code;
    try {
      code = NextflowCommand.run(arguments);
    } finally {
      System.setErr(before);
    }
    assertThat(code).isEqualTo(exitCode);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("nextflow: ")
        .contains(says);
  }

  private static Arguments failure(int exitCode, String says, String... arguments) {
    return Arguments.of(exitCode, says, arguments);
  }
}
