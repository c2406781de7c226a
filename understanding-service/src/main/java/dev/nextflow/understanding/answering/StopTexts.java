package dev.nextflow.understanding.answering;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Texts that end an answer, looked for in the bytes of what is written: UTF-8 has no character
 * within another, so bytes are found where their text is. An occurrence counts as soon as it is
 * whole; of several that become whole at once, the longest. Immutable.
 */
final class StopTexts {

  private final List<byte[]> texts; // Longest first.

  /**
   * @param texts none empty
   */
  StopTexts(List<String> texts) {
    this.texts =
        texts.stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .sorted((a, b) -> Integer.compare(b.length, a.length))
            .toList();
  }

  /**
   * Where the occurrence begins that ends with the last of these bytes; -1 if none does.
   *
   * @param length how many of the bytes are written
   */
  int beginOfOneThatEnds(byte[] written, int length) {
    for (byte[] text : texts) {
      if (text.length <= length && endsWith(written, length, text, text.length)) {
        return length - text.length;
      }
    }
    return -1;
  }

  /** How many of these bytes are no beginning of an occurrence, whatever comes next. */
  int certain(byte[] written, int length) {
    int longest = texts.isEmpty() ? 0 : texts.getFirst().length - 1;
    for (int open = Math.min(longest, length); open > 0; open--) {
      for (byte[] text : texts) {
        if (open < text.length && endsWith(written, length, text, open)) {
          return length - open;
        }
      }
    }
    return length;
  }

  /** Whether the bytes end with the first ones of a text. */
  private static boolean endsWith(byte[] written, int length, byte[] text, int first) {
    return Arrays.equals(written, length - first, length, text, 0, first);
  }
}
