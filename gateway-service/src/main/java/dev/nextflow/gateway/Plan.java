package dev.nextflow.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a model thought before it drew.
 *
 * @param text all of it
 * @param finalPrompt what it came to; null where it came to nothing that can be told
 * @param followed whether the pictures follow the thought; one without a conclusion is left out
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Plan(String text, @Nullable String finalPrompt, boolean followed) {

  /** As models are taught to conclude. */
  private static final String FINAL = "The final prompt is:";

  /** Of a thought's text. */
  public static Plan of(String text, boolean followed) {
    int at = text.indexOf(FINAL);
    String prompt = at < 0 ? "" : text.substring(at + FINAL.length()).strip();
    return new Plan(text.strip(), prompt.isEmpty() || !followed ? null : prompt, followed);
  }

  /** The text of the same thought with another conclusion. */
  public String concluding(String prompt) {
    int at = text.indexOf(FINAL);
    String steps = at < 0 ? text : text.substring(0, at);
    // Steps that led nowhere are no reason for what the caller says instead.
    return (followed ? steps.strip() + " " : "").stripLeading() + FINAL + " " + prompt.strip();
  }
}
