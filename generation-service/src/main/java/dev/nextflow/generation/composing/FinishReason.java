package dev.nextflow.generation.composing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an answer is no longer. */
public enum FinishReason {
  /** The model ended its message. */
  STOP,
  /** It has as many tokens as it may choose. */
  LENGTH,
  /** The budget has no room for the next token, or for the whole of the next picture. */
  BUDGET,
  /** The engine could not make what comes next. */
  FAILED;

  /** Whether something is missing that the model would have said. */
  public boolean isPartial() {
    return this == BUDGET || this == FAILED;
  }

  /** The name as results write it. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
