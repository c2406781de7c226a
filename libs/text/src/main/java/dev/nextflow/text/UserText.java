package dev.nextflow.text;

import java.text.Normalizer;

/** What text must be before it is cut into tokens. */
final class UserText {

  static final String RULE_CHARACTERS =
      "must not contain control characters or unpaired surrogates";
  static final String RULE_LENGTH =
      "must be at most " + TextTokenizer.MAX_LENGTH_CHARS + " characters";

  private UserText() {}

  /**
   * The text in Unicode normal form C, so that what looks the same costs the same ids.
   *
   * @throws IllegalArgumentException with the broken rule's words
   */
  static String normalised(String text) {
    // Normalising reorders runs of combining marks in quadratic time, hence a limit before it, and
    // it can lengthen a text threefold, hence the same limit after it.
    requireLength(text);
    String normalised = Normalizer.normalize(text, Normalizer.Form.NFC);
    requireLength(normalised);
    requireCharacters(normalised);
    return normalised;
  }

  private static void requireLength(String text) {
    if (text.length() > TextTokenizer.MAX_LENGTH_CHARS) {
      throw new IllegalArgumentException(RULE_LENGTH);
    }
  }

  /** An unpaired surrogate has no UTF-8: two different texts would become the same bytes. */
  private static void requireCharacters(String text) {
    boolean allowed =
        text.codePoints()
            .allMatch(c ->
                switch (Character.getType(c)) {
                  case Character.SURROGATE -> false;
                  case Character.CONTROL -> c == '\n' || c == '\t';
                  default -> true;
                });
    if (!allowed) {
      throw new IllegalArgumentException(RULE_CHARACTERS);
    }
  }
}
