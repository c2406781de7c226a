package dev.nextflow.gateway.drafts;

import dev.nextflow.gateway.DrawnJob;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.sequences.GenerationWork;
import org.jspecify.annotations.Nullable;

/**
 * How far a draft is to be drawn on.
 *
 * @param stopAfter the scale to rest at once more; null: to the whole picture
 * @param budgetTokens most image tokens of the job, what is drawn already included; null: as before
 */
record ContinueRequest(@Nullable Long stopAfter, @Nullable Long budgetTokens) {

  /** Reads a body; an empty one asks for the whole picture. */
  static ContinueRequest read(byte @Nullable [] body) {
    if (body == null || body.length == 0) {
      return new ContinueRequest(null, null);
    }
    RequestFields fields = new RequestFields(StrictJson.read(body));
    return fields.into(() -> {
      Long budget = fields.whole("budget_tokens");
      Rules rules = new Rules();
      rules.within(budget, 1, Rules.MAX_EXACT, "budget_tokens", "must be 1.." + Rules.MAX_EXACT);
      ContinueRequest request = new ContinueRequest(fields.whole("stop_after"), budget);
      rules.enforce();
      return request;
    });
  }

  /**
   * Whether a job that is not at rest comes as far as this asks without being told.
   *
   * @throws dev.nextflow.sequences.problems.ProblemException where no job could
   */
  boolean isMetBy(GenerationWork work) {
    int level = work.schedule().level();
    Rules rules = new Rules();
    rules.within(stopAfter, 1, level, "stop_after", "must be 1.." + level);
    rules.enforce();
    return work.lastScale() >= (stopAfter == null ? level : stopAfter);
  }

  /**
   * The work of a draft from now on.
   *
   * @throws dev.nextflow.sequences.problems.ProblemException where it would draw nothing
   */
  GenerationWork work(DrawnJob draft) {
    GenerationWork work = draft.work();
    int level = work.schedule().level();
    int next = Math.min(draft.scales() + 1, level);
    Rules rules = new Rules();
    String scales = "must be " + next + ".." + level + ", the scales that are not drawn yet";
    rules.within(stopAfter, next, level, "stop_after", scales);
    Long budget = budgetTokens == null ? work.budgetTokens() : budgetTokens;
    int price = work.tokensThrough(next);
    rules.within(
        budget,
        price,
        Long.MAX_VALUE,
        "budget_tokens",
        "must be at least " + price + ", what the job has cost with its next scale");
    rules.enforce();
    return work.limitedTo(stopAfter == null ? null : stopAfter.intValue(), budget);
  }
}
