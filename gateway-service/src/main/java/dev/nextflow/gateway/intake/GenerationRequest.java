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
 * @param question what is to be drawn, null where it is noted as broken
 * @param n how many pictures
 * @param thoughts null where they are noted as broken
 * @param acceptance null where the picture is not chosen among candidates
 */
record GenerationRequest(
    @Nullable Question question,
    @Nullable String model,
    Shape shape,
    @Nullable Long n,
    @Nullable Long seed,
    Dials dials,
    Limits limits,
    @Nullable Thoughts thoughts,
    @Nullable AcceptanceRequest acceptance,
    @Nullable Priority priority) {

  /**
   * Most given pictures. One more than a question may have: two pairs of before and after, and one
   * more to change alike.
   */
  static final int MAX_PICTURES = 5;

  GenerationRequest {
    Rules rules = new Rules();
    rules.within(n, 1, GenerationWork.MAX_IMAGES, "n", "must be 1..4");
    rules.require(
        acceptance == null || n == null || n == 1, "n", "must be 1 where there is an acceptance");
    SharedBounds.checkSeed(rules, seed);
    rules.enforce();
  }

  /** Whether the pictures that are shown say how large those are that are drawn. */
  boolean followsPictures() {
    return shape.open() && question != null && !question.pictures().isEmpty();
  }

  static GenerationRequest from(RequestFields fields) {
    return fields.into(() ->
        new GenerationRequest(
            Question.from(fields, MAX_PICTURES),
            fields.text("model"),
            Shape.from(fields),
            fields.whole("n"),
            fields.whole("seed"),
            Dials.from(fields),
            Limits.from(fields),
            Thoughts.from(fields),
            AcceptanceRequest.from(fields),
            fields.choice("priority", Priority.class, SharedBounds.PRIORITY_RULE)));
  }
}
