package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Notes;
import dev.nextflow.gateway.Orders;
import dev.nextflow.gateway.Sessions;
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
import dev.nextflow.sequences.problems.ProblemException;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
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
  private final ExpectedAnswers answers;
  private final Sessions sessions;
  private final Notes notes;
  private final GatewaySettings settings;

  Intake(
      Models models,
      TokenizerClient tokenizer,
      PictureReader pictures,
      ExpectedAnswers answers,
      Sessions sessions,
      Notes notes,
      GatewaySettings settings) {
    this.models = models;
    this.tokenizer = tokenizer;
    this.pictures = pictures;
    this.answers = answers;
    this.sessions = sessions;
    this.notes = notes;
    this.settings = settings;
  }

  @Override
  public Mono<WorkOrder> order(String tenant, Kind kind, byte @Nullable [] body) {
    return Mono.defer(() -> {
      RequestFields fields = new RequestFields(StrictJson.read(body));
      return order(tenant, kind, fields.text(Sessions.FIELD), fields);
    });
  }

  @Override
  public Mono<WorkOrder> order(String tenant, Kind kind, ObjectNode request) {
    return Mono.defer(() -> order(tenant, kind, null, new RequestFields(request)));
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
          case GENERATION -> {
            GenerationRequest request = GenerationRequest.from(fields);
            yield base(tenant, session)
                .flatMap(
                    base -> generation(tenant, base, request, GenerationPlan::order).map(base::as));
          }
          case UNDERSTANDING -> {
            UnderstandingRequest request = UnderstandingRequest.from(fields);
            yield base(tenant, session)
                .flatMap(base ->
                    understanding(tenant, base, request, UnderstandingPlan::order).map(base::as));
          }
          case COMPOSITION -> {
            CompositionRequest request = CompositionRequest.from(fields);
            yield base(tenant, session)
                .flatMap(base ->
                    composition(tenant, base, request, CompositionPlan::order).map(base::as));
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
      Kind kind = fields.choice("kind", Kind.class, Kind.RULE);
      RequestedTerms terms = fields.noting(() -> RequestedTerms.from(fields));
      String session = fields.text(Sessions.FIELD);
      Mono<Estimate> estimate =
          switch (Blanks.fill(kind, Kind.GENERATION)) {
            case GENERATION -> estimated(tenant, session, GenerationRequest.from(fields));
            case UNDERSTANDING -> estimated(tenant, session, UnderstandingRequest.from(fields));
            case COMPOSITION -> estimated(tenant, session, CompositionRequest.from(fields));
          };
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

  private Mono<Estimate> estimated(
      String tenant, @Nullable String session, GenerationRequest request) {
    return base(tenant, session)
        .flatMap(base -> generation(tenant, base, request, GenerationPlan::estimate));
  }

  private Mono<Estimate> estimated(
      String tenant, @Nullable String session, CompositionRequest request) {
    return base(tenant, session)
        .flatMap(base -> composition(tenant, base, request, CompositionPlan::estimate));
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
      String tenant,
      Base base,
      GenerationRequest request,
      BiFunction<GenerationPlan, GenerationWork, T> made) {
    Question question =
        Objects.requireNonNull(request.question(), "a question was refused without a reason");
    return withModel(
        base,
        request.model(),
        model -> {
          base.check(request.model(), question.pictures().size(), GenerationRequest.MAX_PICTURES);
          boolean thinks = request.thoughts() != null && request.thoughts().on();
          base.checkThinking(thinks);
          GenerationPlan known = plan(base, request, model);
          ScaleSchedule wanted = known == null ? null : known.schedule();
          base.checkDrawing(request.n(), wanted);
          return current(
                  model,
                  thinks
                      ? tokenizer.sequencesOfThinking(model, question)
                      : tokenizer.sequences(model, Template.GENERATION, question, base.ids()))
              .zipWhen(_ -> answers.of(model, request.acceptance()))
              .flatMap(inTokens ->
                  pictures
                      .readAlike(tenant, model, question.pictures(), wanted)
                      .map(read -> {
                        GenerationPlan plan =
                            known == null
                                ? GenerationPlan.of(request, model, read.getFirst().schedule())
                                : known;
                        return made.apply(
                            plan, plan.work(inTokens.getT1(), base.and(read), inTokens.getT2()));
                      }));
        });
  }

  /** Null where the pictures that are shown have yet to say how large it is. */
  private static @Nullable GenerationPlan plan(Base base, GenerationRequest request, Model model) {
    ScaleSchedule lastOfSession = base.lastSchedule();
    return lastOfSession != null && request.shape().open()
        ? GenerationPlan.of(request, model, lastOfSession)
        : GenerationPlan.of(request, model);
  }

  /** Likewise. */
  private static @Nullable CompositionPlan plan(
      Base base, CompositionRequest request, Model model) {
    ScaleSchedule lastOfSession = base.lastSchedule();
    return lastOfSession != null && request.shape().open()
        ? CompositionPlan.of(request, model, lastOfSession)
        : CompositionPlan.of(request, model);
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
          base.check(request.model(), plan.question().pictures().size(), Question.MAX_PICTURES);
          // The text first: what is too long is refused before any picture is touched.
          return current(
                  model,
                  tokenizer.sequences(model, Template.CONVERSATION, plan.question(), base.ids()))
              .flatMap(sequences ->
                  pictures
                      .read(tenant, model, plan.question().pictures())
                      .map(read -> made.apply(plan, sequences.with(base.and(read)))));
        });
  }

  private <T> Mono<T> composition(
      String tenant,
      Base base,
      CompositionRequest request,
      BiFunction<CompositionPlan, CompositionWork, T> made) {
    Question question =
        Objects.requireNonNull(request.question(), "a question was refused without a reason");
    return withModel(
        base,
        request.model(),
        model -> {
          base.check(request.model(), question.pictures().size(), Question.MAX_PICTURES);
          CompositionPlan known = plan(base, request, model);
          ScaleSchedule wanted = known == null ? null : known.schedule();
          base.checkDrawing(null, wanted);
          return current(
                  model, tokenizer.sequences(model, Template.CONVERSATION, question, base.ids()))
              .flatMap(sequences ->
                  pictures
                      .readAlike(tenant, model, question.pictures(), wanted)
                      .map(read -> {
                        CompositionPlan plan =
                            known == null
                                ? CompositionPlan.of(request, model, read.getFirst().schedule())
                                : known;
                        return made.apply(plan, plan.work(sequences, base.and(read)));
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
