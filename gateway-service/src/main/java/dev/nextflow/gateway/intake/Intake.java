package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Orders;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.intake.Models.StaleModel;
import dev.nextflow.gateway.intake.TokenizerClient.Sequences;
import dev.nextflow.gateway.intake.TokenizerClient.Template;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.StrictJson;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes orders for the queue. Duties, in this order:
 *
 * <ol>
 *   <li>read the body strictly and check what holds for every model;
 *   <li>choose the model, check what only it can say, and fill in the blanks;
 *   <li>have the prompt made into a token sequence.
 * </ol>
 */
@Component
class Intake implements Orders {

  private final Models models;
  private final TokenizerClient tokenizer;
  private final GatewaySettings settings;

  Intake(Models models, TokenizerClient tokenizer, GatewaySettings settings) {
    this.models = models;
    this.tokenizer = tokenizer;
    this.settings = settings;
  }

  @Override
  public Mono<WorkOrder> order(Kind kind, byte @Nullable [] body) {
    return Mono.defer(() -> {
      RequestFields fields = new RequestFields(StrictJson.read(body));
      return order(kind, fields);
    });
  }

  /** The order that these fields make. */
  Mono<WorkOrder> order(Kind kind, RequestFields fields) {
    RequestedTerms terms = fields.noting(() -> RequestedTerms.from(fields));
    Mono<WorkOrder> order =
        switch (kind) {
          case GENERATION -> generation(GenerationRequest.from(fields));
          case UNDERSTANDING -> understanding(UnderstandingRequest.from(fields));
        };
    // Terms that broke a rule have refused the request above.
    return terms == null ? order : order.map(made -> terms.of(made, settings));
  }

  private Mono<WorkOrder> generation(GenerationRequest request) {
    return models.with(
        request.model(),
        model -> {
          GenerationPlan plan = GenerationPlan.of(request, model);
          return sequences(model, Template.GENERATION, plan.prompt(), plan::order);
        });
  }

  private Mono<WorkOrder> understanding(UnderstandingRequest request) {
    return models.with(
        request.model(),
        model -> {
          UnderstandingPlan plan = UnderstandingPlan.of(request, model);
          return sequences(model, Template.CONVERSATION, plan.prompt(), plan::order);
        });
  }

  private Mono<WorkOrder> sequences(
      Model model, Template template, Prompt prompt, Function<Sequences, WorkOrder> order) {
    return tokenizer
        .sequences(model, template, prompt)
        .map(sequences -> {
          // Ids of another bundle than the plan was made for would go to the wrong workers.
          if (!sequences.digest().equals(model.digest())) {
            throw new StaleModel();
          }
          return order.apply(sequences);
        });
  }
}
