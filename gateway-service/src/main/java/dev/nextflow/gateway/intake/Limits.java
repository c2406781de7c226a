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

  /**
   * Notes a scale that the picture does not have, or that comes before a candidate is chosen, and a
   * budget that has no room for even that.
   *
   * @param acceptance with its blanks filled in; null: nothing is chosen
   */
  void check(
      Rules rules, ScaleSchedule schedule, int images, @Nullable AcceptanceRequest acceptance) {
    int level = schedule.level();
    long first = acceptance == null ? 1 : Blanks.fill(acceptance.afterScale(), 1L);
    rules.within(stopAfter, first, level, "stop_after", "must be " + first + ".." + level);
    int least =
        acceptance == null ? images * schedule.codesThrough(1) : acceptance.tokens(schedule);
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
        "must be at least %d, the price of the %s"
            .formatted(least, acceptance == null ? "first scale" : "candidates"));
  }

  /** The scale as the work has it. */
  @Nullable Integer stopAfterScale() {
    return stopAfter == null ? null : stopAfter.intValue();
  }
}
