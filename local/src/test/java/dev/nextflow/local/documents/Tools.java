package dev.nextflow.local.documents;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Programs that examples call and that a machine may lack; {@code .ci/run} sees to it that it does
 * not.
 */
final class Tools {

  private static final List<String> CALLED = List.of("curl", "jq", "python3");

  private Tools() {}

  /** Aborts a test of a command that calls a program that is not there. */
  static void assumeThere(String command) {
    for (String tool : CALLED) {
      boolean called = command.matches("(?s)(.*\\W)?" + tool + " .*");
      assumeTrue(!called || isThere(tool), () -> "no " + tool + " on the PATH: not run");
    }
  }

  private static boolean isThere(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
