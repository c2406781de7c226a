package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import org.jspecify.annotations.Nullable;

/**
 * A caller's prompt. What it says never stands in a log: as a string it only tells its length.
 *
 * @param text not blank, at most {@link #MAX_CHARACTERS} long, without unpaired surrogates; how
 *     many tokens it makes is counted by the tokenizer-service
 */
record Prompt(String text) {

  /** Keeps nonsense off the inner network; a model's own limit, in tokens, is far below. */
  static final int MAX_CHARACTERS = 16_384;

  Prompt {
    Rules rules = new Rules();
    check(rules, "prompt", text);
    rules.enforce();
  }

  /** Notes what no text for a model may be. */
  static void check(Rules rules, String field, String text) {
    rules.require(!text.isBlank(), field, "must not be blank");
    rules.require(
        text.length() <= MAX_CHARACTERS,
        field,
        "must be at most " + MAX_CHARACTERS + " characters");
    // UTF-8 can't carry an unpaired surrogate: it would arrive as another prompt.
    rules.require(
        text.codePoints().noneMatch(Prompt::isSurrogate),
        field,
        "must not contain control characters or unpaired surrogates");
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** The prompt among a request's fields, or null with its fault noted there. */
  static @Nullable Prompt from(RequestFields fields) {
    String text = fields.text("prompt");
    return text == null ? null : fields.noting(() -> new Prompt(text));
  }

  @Override
  public String toString() {
    return "Prompt[" + text.length() + " characters]";
  }
}
