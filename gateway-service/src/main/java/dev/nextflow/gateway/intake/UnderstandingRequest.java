package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.jobs.Priority;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.UnderstandingWork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for an answer in text as the caller wrote it; what was left out is null and is resolved
 * later. Only values within the bounds that every model shares can be held.
 *
 * @param question null where it is noted as broken
 * @param maxTokens most text tokens to write
 * @param temperature 0 always takes the likeliest token
 * @param stop texts that end the answer
 */
record UnderstandingRequest(
    @Nullable Question question,
    @Nullable String model,
    @Nullable Long maxTokens,
    @Nullable Long seed,
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable List<String> stop,
    @Nullable Priority priority) {

  /** Most text tokens of one answer. */
  static final int MAX_TOKENS = UnderstandingWork.MAX_TOKENS;

  UnderstandingRequest {
    Rules rules = new Rules();
    rules.within(maxTokens, 1, MAX_TOKENS, "max_tokens", "must be 1.." + MAX_TOKENS);
    SharedBounds.checkSeed(rules, seed);
    rules.within(temperature, 0, Sampling.MAX_TEMPERATURE, "temperature", "must be 0..10");
    SharedBounds.checkTopP(rules, topP);
    rules.enforce();
  }

  static UnderstandingRequest from(RequestFields fields) {
    return fields.into(() ->
        new UnderstandingRequest(
            Question.from(fields),
            fields.text("model"),
            fields.whole("max_tokens"),
            fields.whole("seed"),
            fields.number("temperature"),
            fields.number("top_p"),
            StopSequences.from(fields),
            fields.choice("priority", Priority.class, SharedBounds.PRIORITY_RULE)));
  }
}
