package dev.nextflow.local.documents;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs that examples call and that a machine may lack; {@code .ci/run} installs them where it
 * may.
 */
final class Tools {

  private static final List<String> CALLED = List.of("curl", "jq", "python3");

  /** The first curl that can print a header of the answer; the guide asks for it. */
  private static final int CURL_MAJOR = 7;

  private static final int CURL_MINOR = 84;

  private Tools() {}

  /** Aborts a test of a command that calls a program that is not there. */
  static void assumeThere(String command) throws IOException {
    for (String tool : CALLED) {
      if (Pattern.compile("\\b" + tool + " ").matcher(command).find()) {
        assumeTrue(isThere(tool), "not run: there is no " + tool + " on the PATH");
        assumeTrue(
            !tool.equals("curl") || isNewEnough(curlVersion()),
            "not run: curl is older than " + CURL_MAJOR + "." + CURL_MINOR);
      }
    }
  }

  private static boolean isThere(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private static String curlVersion() throws IOException {
    try (var output = new ProcessBuilder("curl", "--version").start().inputReader()) {
      return output.readLine();
    }
  }

  /** Whether the first line of {@code curl --version} tells of one that knows what is used. */
  private static boolean isNewEnough(String version) {
    Matcher numbers = Pattern.compile("curl (\\d+)\\.(\\d+)").matcher(version);
    if (!numbers.find()) {
      return false;
    }
    int major = Integer.parseInt(numbers.group(1));
    return major > CURL_MAJOR
        || (major == CURL_MAJOR && Integer.parseInt(numbers.group(2)) >= CURL_MINOR);
  }
}
