package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.ScaleSchedule;
import org.jspecify.annotations.Nullable;

/**
 * Where a drawing is to end early, as a draft.
 *
 * @param stopAfter a scale; null: none
 * @param budgetTokens most image tokens of all pictures together; null: any number
 */
record Limits(@Nullable Long stopAfter, @Nullable Long budgetTokens) {

  static Limits from(RequestFields fields) {
    return new Limits(fields.whole("stop_after"), fields.whole("budget_tokens"));
  }

  /** Notes a scale that the picture does not have, and a budget that not one scale fits in. */
  void check(Rules rules, ScaleSchedule schedule, int images) {
    int level = schedule.level();
    rules.within(stopAfter, 1, level, "stop_after", "must be 1.." + level);
    int least = images * schedule.codesThrough(1);
    // A number beyond 64 bits was read as the nearest that fits: it is refused, not changed.
    rules.within(
        budgetTokens,
        Long.MIN_VALUE,
        Rules.MAX_EXACT,
        "budget_tokens",
        "must be at most " + Rules.MAX_EXACT);
    rules.within(
        budgetTokens,
        least,
        Rules.MAX_EXACT,
        "budget_tokens",
        "must be at least " + least + ", the price of the first scale");
  }

  /** The scale as the work has it. */
  @Nullable Integer stopAfterScale() {
    return stopAfter == null ? null : stopAfter.intValue();
  }
}
