package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Notes;
import dev.nextflow.gateway.Orders;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.intake.Models.StaleModel;
import dev.nextflow.gateway.intake.TokenizerClient.Sequences;
import dev.nextflow.gateway.intake.TokenizerClient.Template;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes orders for the queue. Duties, in this order:
 *
 * <ol>
 *   <li>read the body strictly and check what holds for every model;
 *   <li>choose the model, check what only it can say, and fill in the blanks;
 *   <li>have what was said and shown made into a token sequence.
 * </ol>
 */
@Component
class Intake implements Orders {

  private final Models models;
  private final TokenizerClient tokenizer;
  private final PictureReader pictures;
  private final Notes notes;
  private final GatewaySettings settings;

  Intake(
      Models models,
      TokenizerClient tokenizer,
      PictureReader pictures,
      Notes notes,
      GatewaySettings settings) {
    this.models = models;
    this.tokenizer = tokenizer;
    this.pictures = pictures;
    this.notes = notes;
    this.settings = settings;
  }

  @Override
  public Mono<WorkOrder> order(String tenant, Kind kind, byte @Nullable [] body) {
    return Mono.defer(() -> order(tenant, kind, StrictJson.read(body)));
  }

  @Override
  public Mono<WorkOrder> order(String tenant, Kind kind, ObjectNode request) {
    return Mono.defer(() -> order(tenant, kind, new RequestFields(request)));
  }

  /** The order that these fields make. */
  Mono<WorkOrder> order(String tenant, Kind kind, RequestFields fields) {
    RequestedTerms terms = fields.noting(() -> RequestedTerms.from(fields));
    Mono<WorkOrder> order =
        switch (kind) {
          case GENERATION ->
              generation(tenant, GenerationRequest.from(fields), GenerationPlan::order);
          case UNDERSTANDING ->
              understanding(tenant, UnderstandingRequest.from(fields), UnderstandingPlan::order);
          case COMPOSITION ->
              composition(tenant, CompositionRequest.from(fields), CompositionPlan::order);
        };
    // Terms that broke a rule have refused the request above.
    return terms == null ? order : order.map(made -> terms.of(made, settings));
  }

  /**
   * What the order would cost that the same body makes. Ends with the same problem where there
   * would be none.
   *
   * @param tenant who would order it
   * @param body with {@code kind} beside the fields of a request; a generation where it is left out
   */
  Mono<Estimate> estimate(String tenant, byte @Nullable [] body) {
    return Mono.defer(() -> {
      RequestFields fields = new RequestFields(StrictJson.read(body));
      Kind kind = fields.choice("kind", Kind.class, Kind.RULE);
      RequestedTerms terms = fields.noting(() -> RequestedTerms.from(fields));
      Mono<Estimate> estimate =
          switch (Blanks.fill(kind, Kind.GENERATION)) {
            case GENERATION ->
                generation(tenant, GenerationRequest.from(fields), GenerationPlan::estimate);
            case UNDERSTANDING ->
                understanding(
                    tenant, UnderstandingRequest.from(fields), UnderstandingPlan::estimate);
            case COMPOSITION ->
                composition(tenant, CompositionRequest.from(fields), CompositionPlan::estimate);
          };
      // They cost nothing, but must be good; those that broke a rule have refused the request
      // above.
      return terms == null
          ? estimate
          : estimate.delayUntil(made -> notes.check(tenant, terms.terms(settings)));
    });
  }

  private <T> Mono<T> generation(
      String tenant,
      GenerationRequest request,
      BiFunction<GenerationPlan, GenerationWork, T> made) {
    Question question =
        Objects.requireNonNull(request.question(), "a question was refused without a reason");
    return models.with(
        request.model(),
        model -> {
          GenerationPlan known = GenerationPlan.of(request, model);
          boolean thinks = request.thoughts() != null && request.thoughts().on();
          ScaleSchedule wanted = known == null ? null : known.schedule();
          return current(model, tokenizer.sequences(model, Template.GENERATION, question, thinks))
              .flatMap(sequences ->
                  pictures
                      .readAlike(tenant, model, question.pictures(), wanted)
                      .map(read -> {
                        GenerationPlan plan =
                            known == null
                                ? GenerationPlan.of(request, model, read.getFirst().schedule())
                                : known;
                        return made.apply(plan, plan.work(sequences, read));
                      }));
        });
  }

  private <T> Mono<T> understanding(
      String tenant,
      UnderstandingRequest request,
      BiFunction<UnderstandingPlan, MixedSequence, T> made) {
    return models.with(
        request.model(),
        model -> {
          UnderstandingPlan plan = UnderstandingPlan.of(request, model);
          // The text first: what is too long is refused before any picture is touched.
          return current(
                  model, tokenizer.sequences(model, Template.CONVERSATION, plan.question(), false))
              .flatMap(sequences ->
                  pictures
                      .read(tenant, model, plan.question().pictures())
                      .map(read -> made.apply(plan, sequences.with(read))));
        });
  }

  private <T> Mono<T> composition(
      String tenant,
      CompositionRequest request,
      BiFunction<CompositionPlan, CompositionWork, T> made) {
    Question question =
        Objects.requireNonNull(request.question(), "a question was refused without a reason");
    return models.with(
        request.model(),
        model -> {
          CompositionPlan known = CompositionPlan.of(request, model);
          ScaleSchedule wanted = known == null ? null : known.schedule();
          return current(model, tokenizer.sequences(model, Template.CONVERSATION, question, false))
              .flatMap(sequences ->
                  pictures
                      .readAlike(tenant, model, question.pictures(), wanted)
                      .map(read -> {
                        CompositionPlan plan =
                            known == null
                                ? CompositionPlan.of(request, model, read.getFirst().schedule())
                                : known;
                        return made.apply(plan, plan.work(sequences, read));
                      }));
        });
  }

  private static Mono<Sequences> current(Model model, Mono<Sequences> made) {
    return made.doOnNext(sequences -> {
      // Ids of another bundle than the plan was made for would go to the wrong workers.
      if (!sequences.digest().equals(model.digest())) {
        throw new StaleModel();
      }
    });
  }
}
