package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.jobs.Priority;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.Sampling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request for an answer of text and pictures as the caller wrote it; what was left out is null
 * and is resolved later. Only values within the bounds that every model shares can be held.
 *
 * @param question null where it is noted as broken
 * @param shape of every picture of the answer
 * @param maxTokens most tokens to choose
 * @param maxPictures most pictures to draw
 * @param budgetTokens most tokens of both kinds together
 * @param temperature of text; 0 always takes the likeliest token
 * @param topP of text
 * @param drawing how codes are drawn, as in a request for pictures
 */
record CompositionRequest(
    @Nullable Question question,
    @Nullable String model,
    Shape shape,
    @Nullable Long maxTokens,
    @Nullable Long maxPictures,
    @Nullable Long budgetTokens,
    @Nullable Long seed,
    @Nullable Double temperature,
    @Nullable Double topP,
    Dials drawing,
    @Nullable Priority priority) {

  private static final int MAX_TOKENS = CompositionWork.MAX_TOKENS;
  private static final int MAX_PICTURES = CompositionWork.MAX_PICTURES;

  CompositionRequest {
    Rules rules = new Rules();
    rules.within(maxTokens, 1, MAX_TOKENS, "max_tokens", "must be 1.." + MAX_TOKENS);
    rules.within(maxPictures, 1, MAX_PICTURES, "max_pictures", "must be 1.." + MAX_PICTURES);
    rules.within(budgetTokens, 1, Long.MAX_VALUE, "budget_tokens", "must be at least 1");
    SharedBounds.checkSeed(rules, seed);
    rules.within(temperature, 0, Sampling.MAX_TEMPERATURE, "temperature", "must be 0..10");
    SharedBounds.checkTopP(rules, topP);
    rules.enforce();
  }

  static CompositionRequest from(RequestFields fields) {
    return fields.into(() ->
        new CompositionRequest(
            Question.from(fields),
            fields.text("model"),
            Shape.from(fields),
            fields.whole("max_tokens"),
            fields.whole("max_pictures"),
            fields.whole("budget_tokens"),
            fields.whole("seed"),
            fields.number("temperature"),
            fields.number("top_p"),
            drawing(fields),
            fields.choice("priority", Priority.class, SharedBounds.PRIORITY_RULE)));
  }

  /** The dials of the pictures, apart from those of the text; null with their faults noted. */
  private static @Nullable Dials drawing(RequestFields fields) {
    JsonNode written = fields.any("drawing");
    if (written == null) {
      return new Dials(null, null, null, null);
    }
    return fields.noting(() -> {
      Rules rules = new Rules();
      rules.require(written.isObject(), "drawing", "must be an object");
      Dials dials =
          written instanceof ObjectNode object
              ? rules.under("drawing", () -> dials(new RequestFields(object)))
              : null;
      rules.enforce();
      return dials;
    });
  }

  private static Dials dials(RequestFields fields) {
    return fields.into(() -> Dials.from(fields));
  }
}
