package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.Thinking;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how the model is to think before it draws; what was left out is null.
 *
 * @param temperature of the thought; 0 always takes the likeliest token
 * @param topP of the thought
 * @param approval whether the job rests with its plan until the caller takes it
 */
record Thoughts(
    @Nullable Switch thinking,
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Approval approval) {

  /** Off, where nothing is said. */
  enum Switch {
    OFF,
    ON
  }

  /** None, where nothing is said. */
  enum Approval {
    NONE,
    REQUIRED
  }

  private static final String NEEDS_THINKING = "must be left out where thinking is not on";

  Thoughts {
    Rules rules = new Rules();
    boolean on = thinking == Switch.ON;
    rules.require(on || temperature == null, "text_temperature", NEEDS_THINKING);
    rules.within(temperature, 0, Sampling.MAX_TEMPERATURE, "text_temperature", "must be 0..10");
    rules.require(on || topP == null, "text_top_p", NEEDS_THINKING);
    rules.within(topP, Double.MIN_VALUE, 1, "text_top_p", SharedBounds.TOP_P_RULE);
    rules.require(
        on || approval != Approval.REQUIRED, "approval", "must be none where thinking is not on");
    rules.enforce();
  }

  /** The wishes among a request's fields, or null with their faults noted there. */
  static @Nullable Thoughts from(RequestFields fields) {
    Switch thinking = fields.choice("thinking", Switch.class, "must be off or on");
    Double temperature = fields.number("text_temperature");
    Double topP = fields.number("text_top_p");
    Approval approval = fields.choice("approval", Approval.class, "must be none or required");
    return fields.noting(() -> new Thoughts(thinking, temperature, topP, approval));
  }

  boolean on() {
    return thinking == Switch.ON;
  }

  /**
   * As the work has it; null where it is off.
   *
   * @param instructionIds how many ids of the sequence ask for the thought
   */
  @Nullable Thinking work(int instructionIds) {
    return on()
        ? new Thinking(
            Thinking.MAX_TOKENS,
            Blanks.fill(temperature, 0.0),
            Blanks.fill(topP, 1.0),
            instructionIds,
            approval == Approval.REQUIRED,
            null)
        : null;
  }
}
