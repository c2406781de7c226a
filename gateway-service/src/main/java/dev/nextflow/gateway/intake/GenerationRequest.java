package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.jobs.Priority;
import dev.nextflow.sequences.GenerationWork;
import org.jspecify.annotations.Nullable;

/**
 * A request for pictures as the caller wrote it; what was left out is null and is resolved later,
 * out of the model. Only values within the bounds that every model shares can be held.
 *
 * @param n how many pictures
 */
record GenerationRequest(
    Prompt prompt,
    @Nullable String model,
    Shape shape,
    @Nullable Long n,
    @Nullable Long seed,
    Dials dials,
    Limits limits,
    @Nullable Priority priority) {

  GenerationRequest {
    Rules rules = new Rules();
    rules.require(prompt != null, "prompt", "is required");
    rules.within(n, 1, GenerationWork.MAX_IMAGES, "n", "must be 1..4");
    SharedBounds.checkSeed(rules, seed);
    rules.enforce();
  }

  static GenerationRequest from(RequestFields fields) {
    return fields.into(() ->
        new GenerationRequest(
            Prompt.from(fields),
            fields.text("model"),
            Shape.from(fields),
            fields.whole("n"),
            fields.whole("seed"),
            Dials.from(fields),
            Limits.from(fields),
            fields.choice("priority", Priority.class, SharedBounds.PRIORITY_RULE)));
  }
}
