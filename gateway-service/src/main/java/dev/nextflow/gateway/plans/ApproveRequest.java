package dev.nextflow.gateway.plans;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.gateway.problems.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * How a plan is taken. What it says never stands in a log.
 *
 * @param finalPrompt what is to be drawn instead of what the model came to; null: the plan as it is
 */
record ApproveRequest(@Nullable String finalPrompt) {

  static final String FINAL_PROMPT = "final_prompt";

  /** Keeps nonsense off the inner network; a thought's own limit, in tokens, is far below. */
  private static final int MAX_CHARACTERS = 4096;

  ApproveRequest {
    Rules rules = new Rules();
    if (finalPrompt != null) {
      rules.require(!finalPrompt.isBlank(), FINAL_PROMPT, "must not be blank");
      rules.require(
          finalPrompt.length() <= MAX_CHARACTERS,
          FINAL_PROMPT,
          "must be at most " + MAX_CHARACTERS + " characters");
      rules.requirePlain(FINAL_PROMPT, finalPrompt);
    }
    rules.enforce();
  }

  /** Reads a body; an empty one takes the plan as it is. */
  static ApproveRequest read(byte @Nullable [] body) {
    if (body == null || body.length == 0) {
      return new ApproveRequest(null);
    }
    RequestFields fields = new RequestFields(StrictJson.read(body));
    return fields.into(() -> new ApproveRequest(fields.text(FINAL_PROMPT)));
  }

  @Override
  public String toString() {
    return "ApproveRequest[" + (finalPrompt == null ? "as it is" : "edited") + "]";
  }
}
