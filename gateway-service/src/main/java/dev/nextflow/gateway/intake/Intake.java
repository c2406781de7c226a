package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Notes;
import dev.nextflow.gateway.Orders;
import dev.nextflow.gateway.Sessions;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.intake.Models.StaleModel;
import dev.nextflow.gateway.intake.TokenizerClient.Sequences;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.problems.ProblemException;
import java.util.function.BiFunction;
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
 *   <li>have what was said and shown made into a token sequence.
 * </ol>
 */
@Component
class Intake implements Orders {

  private final Models models;
  private final TokenizerClient tokenizer;
  private final PictureReader pictures;
  private final Sessions sessions;
  private final Notes notes;
  private final GatewaySettings settings;

  Intake(
      Models models,
      TokenizerClient tokenizer,
      PictureReader pictures,
      Sessions sessions,
      Notes notes,
      GatewaySettings settings) {
    this.models = models;
    this.tokenizer = tokenizer;
    this.pictures = pictures;
    this.sessions = sessions;
    this.notes = notes;
    this.settings = settings;
  }

  @Override
  public Mono<WorkOrder> order(String tenant, Kind kind, byte @Nullable [] body) {
    return Mono.defer(() -> {
      RequestFields fields = new RequestFields(StrictJson.read(body));
      String session = fields.text(Sessions.FIELD);
      return order(tenant, kind, session, fields);
    });
  }

  /**
   * The order that these fields make.
   *
   * @param session that it is the next turn of; null: none
   */
  Mono<WorkOrder> order(String tenant, Kind kind, @Nullable String session, RequestFields fields) {
    RequestedTerms terms = fields.noting(() -> RequestedTerms.from(fields));
    Mono<WorkOrder> order =
        switch (kind) {
          case GENERATION -> generation(GenerationRequest.from(fields), GenerationPlan::order);
          case UNDERSTANDING -> {
            UnderstandingRequest request = UnderstandingRequest.from(fields);
            yield base(tenant, session)
                .flatMap(base ->
                    understanding(tenant, base, request, UnderstandingPlan::order).map(base::as));
          }
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
      Kind kind = fields.choice("kind", Kind.class, "must be generation or understanding");
      RequestedTerms terms = fields.noting(() -> RequestedTerms.from(fields));
      String session = fields.text(Sessions.FIELD);
      Mono<Estimate> estimate =
          kind == Kind.UNDERSTANDING
              ? estimated(tenant, session, UnderstandingRequest.from(fields))
              : generation(GenerationRequest.from(fields), GenerationPlan::estimate);
      // They cost nothing, but must be good; those that broke a rule have refused the request
      // above.
      return terms == null
          ? estimate
          : estimate.delayUntil(made -> notes.check(tenant, terms.terms(settings)));
    });
  }

  private Mono<Estimate> estimated(
      String tenant, @Nullable String session, UnderstandingRequest request) {
    return base(tenant, session)
        .flatMap(base -> understanding(tenant, base, request, UnderstandingPlan::estimate));
  }

  private Mono<Base> base(String tenant, @Nullable String session) {
    return session == null
        ? Mono.just(Base.NOTHING)
        : sessions.next(tenant, session).map(Base::new);
  }

  /** Works with the model of the session, or with that which was asked for. */
  private <T> Mono<T> withModel(Base base, @Nullable String name, Function<Model, Mono<T>> work) {
    return base.place() == null
        ? models.with(name, work)
        : models
            .pinned(base.place().digest(), work)
            .onErrorMap(ProblemException.class, base::inWordsOfTheRequest);
  }

  private <T> Mono<T> generation(
      GenerationRequest request, BiFunction<GenerationPlan, Sequences, T> made) {
    return models.with(
        request.model(),
        model -> {
          GenerationPlan plan = GenerationPlan.of(request, model);
          return current(model, tokenizer.sequences(model, plan.prompt()))
              .map(sequences -> made.apply(plan, sequences));
        });
  }

  private <T> Mono<T> understanding(
      String tenant,
      Base base,
      UnderstandingRequest request,
      BiFunction<UnderstandingPlan, MixedSequence, T> made) {
    return withModel(
        base,
        request.model(),
        model -> {
          UnderstandingPlan plan = UnderstandingPlan.of(request, model);
          base.check(request.model(), plan.question().pictures().size());
          // The text first: what is too long is refused before any picture is touched.
          return current(model, tokenizer.sequences(model, plan.question(), base.ids()))
              .flatMap(sequences ->
                  pictures
                      .read(tenant, model, plan.question().pictures())
                      .map(read -> made.apply(plan, sequences.with(base.and(read)))));
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
