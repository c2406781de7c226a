package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.jobs.Priority;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * A request for pictures as the caller wrote it; what was left out is null and is resolved later,
 * out of the model. Only values within the bounds that every model shares can be held.
 *
 * @param size width x height in pixels, such as {@code 96x96}; which sizes there are is the model's
 *     to say
 * @param n how many pictures
 * @param webhook id of the webhook endpoint that is told of the end; whether the caller has it is
 *     asked later
 */
record GenerationRequest(
    Prompt prompt,
    @Nullable String model,
    @Nullable String size,
    @Nullable Long n,
    @Nullable Long seed,
    @Nullable Double guidance,
    @Nullable Double temperature,
    @Nullable Long topK,
    @Nullable Double topP,
    @Nullable Priority priority,
    @Nullable String webhook) {

  GenerationRequest {
    Rules rules = new Rules();
    rules.require(prompt != null, "prompt", "is required");
    rules.within(n, 1, GenerationWork.MAX_IMAGES, "n", "must be 1..4");
    SharedBounds.checkSeed(rules, seed);
    rules.within(guidance, 0, Sampling.MAX_GUIDANCE, "guidance", "must be 0..20");
    rules.within(
        temperature,
        Sampling.MIN_TEMPERATURE,
        Sampling.MAX_TEMPERATURE,
        "temperature",
        "must be 0.01..10");
    rules.within(topK, 1, Integer.MAX_VALUE, "top_k", "must be at least 1");
    SharedBounds.checkTopP(rules, topP);
    SharedBounds.checkWebhook(rules, webhook);
    rules.enforce();
  }

  static GenerationRequest from(RequestFields fields) {
    return fields.into(() ->
        new GenerationRequest(
            Prompt.from(fields),
            fields.text("model"),
            fields.text("size"),
            fields.whole("n"),
            fields.whole("seed"),
            fields.number("guidance"),
            fields.number("temperature"),
            fields.whole("top_k"),
            fields.number("top_p"),
            fields.choice("priority", Priority.class, SharedBounds.PRIORITY_RULE),
            fields.text("webhook")));
  }
}
