package dev.nextflow.gateway.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.SamplingView;
import dev.nextflow.gateway.Seeds;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** A request for an answer of text and pictures with every blank filled in out of the model. */
record CompositionPlan(
    Model model,
    Question question,
    ScaleSchedule schedule,
    int maxTokens,
    int maxPictures,
    @Nullable Long budgetTokens,
    long seed,
    double temperature,
    double topP,
    Sampling drawing,
    Priority priority) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** What a story of a few pictures takes; the reference's own. */
  private static final long DEFAULT_MAX_TOKENS = 160;

  private static final long DEFAULT_MAX_PICTURES = CompositionWork.MAX_PICTURES;

  /**
   * What the answer follows, as a token sequence.
   *
   * @param unguided the same pictures without a word
   */
  record Sequences(MixedSequence whole, MixedSequence unguided) {}

  /** Fills in the blanks, and checks what only the model can say. */
  static CompositionPlan of(CompositionRequest request, Model model) {
    Rules rules = new Rules();
    ScaleSchedule schedule = request.shape().schedule(model, rules);
    rules.under("drawing", () -> checked(request.drawing(), model, schedule));
    rules.enforce();
    return new CompositionPlan(
        model,
        Objects.requireNonNull(request.question(), "a question was refused without a reason"),
        Objects.requireNonNull(schedule, "a shape was refused without a reason"),
        Blanks.fill(request.maxTokens(), DEFAULT_MAX_TOKENS).intValue(),
        Blanks.fill(request.maxPictures(), DEFAULT_MAX_PICTURES).intValue(),
        request.budgetTokens(),
        Seeds.orRandom(request.seed()),
        Blanks.fill(request.temperature(), 0.0),
        Blanks.fill(request.topP(), 1.0),
        request.drawing().filled(model.sampling()),
        Blanks.fill(request.priority(), Priority.NORMAL));
  }

  private static Dials checked(Dials drawing, Model model, @Nullable ScaleSchedule schedule) {
    Rules rules = new Rules();
    drawing.check(rules, model);
    if (schedule != null) {
      drawing.fit(rules, schedule.level());
    }
    rules.enforce();
    return drawing;
  }

  private CompositionWork work(Sequences sequences) {
    return new CompositionWork(
        model.digest(),
        sequences.whole().ids(),
        sequences.unguided().ids(),
        sequences.whole().pictures(),
        sequences.unguided().pictures().stream().mapToInt(GivenPicture::boi).toArray(),
        schedule,
        drawing,
        temperature,
        topP,
        maxTokens,
        maxPictures,
        budgetTokens,
        seed);
  }

  /** The order, once the question is a token sequence. Its price is the most that it can cost. */
  WorkOrder order(Sequences sequences) {
    CompositionWork work = work(sequences);
    return new WorkOrder(
        QueueNames.composition(model.name(), model.digest()),
        priority,
        work.mostTokens(),
        JSON.writeValueAsString(work),
        Requested.of(Kind.COMPOSITION, model.name(), view()).toJson());
  }

  /** The price, once the question is a token sequence. */
  Estimate estimate(Sequences sequences) {
    return Estimate.ofComposition(model.name(), work(sequences), sequences.whole().tokens());
  }

  private View view() {
    return new View(
        question.prompt() == null ? null : question.prompt().text(),
        question.messages(),
        schedule.widthPx() + "x" + schedule.heightPx(),
        Model.aspectRatio(schedule.fullGrid()),
        schedule.level(),
        maxTokens,
        maxPictures,
        budgetTokens,
        seed,
        temperature,
        topP,
        SamplingView.of(drawing),
        priority.wireName());
  }

  @JsonNaming(SnakeCaseStrategy.class)
  private record View(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String prompt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Message> messages,
      String size,
      String aspectRatio,
      int level,
      int maxTokens,
      int maxPictures,
      @Nullable Long budgetTokens,
      long seed,
      double temperature,
      double topP,
      SamplingView drawing,
      String priority) {}
}
