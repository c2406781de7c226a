package dev.nextflow.tokenizer.text;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.text.TextTokenizer;

/**
 * Text that a caller wrote: none of its tokens is special, and the white space around it is cut.
 */
final class CallersText {

  private CallersText() {}

  /**
   * The tokens of a text.
   *
   * @param field where it stands in the request
   * @throws ProblemException naming the field and the rule that the text breaks
   */
  static int[] ids(TextTokenizer tokenizer, String field, String text) {
    String stripped = stripped(text);
    if (stripped.isEmpty()) {
      throw ProblemException.invalid(field, "must not be blank");
    }
    try {
      return tokenizer.encode(stripped);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(field, String.valueOf(e.getMessage()));
    }
  }

  /** White space as Unicode has it, no-break spaces included, which {@code strip()} leaves. */
  private static String stripped(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
