package dev.nextflow.local.documents;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Output as a page shows it. Three dots stand for anything within a line, and a line of three dots
 * for any lines; white space at the ends of lines is nothing.
 */
final class ShownOutput {

  private static final String ANYTHING = "...";

  private ShownOutput() {}

  /** What the real output, without white space at the ends of its lines, has to match. */
  static Pattern pattern(String shown) {
    return Pattern.compile(
        trimmed(shown)
            .lines()
            .map(line -> line.equals(ANYTHING) ? "(?:.*\n)*?" : line(line) + "\n")
            .collect(Collectors.joining()));
  }

  static String trimmed(String output) {
    return output
        .stripTrailing()
        .lines()
        .map(line -> line.stripTrailing() + "\n")
        .collect(Collectors.joining());
  }

  private static String line(String line) {
    return Arrays.stream(line.split(Pattern.quote(ANYTHING), -1))
        .map(Pattern::quote)
        .collect(Collectors.joining(".*"));
  }
}
