package dev.nextflow.gateway.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.SamplingView;
import dev.nextflow.gateway.Seeds;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.intake.Thoughts.Approval;
import dev.nextflow.gateway.intake.TokenizerClient.Sequences;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.sequences.ExpectedAnswer;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** A request for pictures with every blank filled in out of the model. */
record GenerationPlan(
    Model model,
    Question question,
    ScaleSchedule schedule,
    int n,
    long seed,
    Sampling sampling,
    Limits limits,
    Thoughts thoughts,
    @Nullable AcceptanceRequest acceptance,
    Priority priority) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * Fills in the blanks, and checks what only the model can say.
   *
   * @return null where the pictures that are shown have yet to say how large it is
   */
  static @Nullable GenerationPlan of(GenerationRequest request, Model model) {
    Rules rules = new Rules();
    if (request.followsPictures()) {
      request.dials().check(rules, model);
      rules.enforce();
      return null;
    }
    return of(request, model, request.shape().schedule(model, rules), rules);
  }

  /** The same, with the size of what is shown. */
  static GenerationPlan of(GenerationRequest request, Model model, ScaleSchedule shown) {
    return of(request, model, shown, new Rules());
  }

  private static GenerationPlan of(
      GenerationRequest request, Model model, @Nullable ScaleSchedule schedule, Rules rules) {
    int n = Blanks.fill(request.n(), 1L).intValue();
    request.dials().check(rules, model);
    if (schedule != null) {
      request.dials().fit(rules, schedule.level());
    }
    AcceptanceRequest acceptance = acceptance(request, schedule, rules);
    if (schedule != null) {
      request.limits().check(rules, schedule, n, acceptance);
    }
    rules.enforce();
    return new GenerationPlan(
        model,
        Objects.requireNonNull(request.question(), "a question was refused without a reason"),
        Objects.requireNonNull(schedule, "a shape was refused without a reason"),
        n,
        Seeds.orRandom(request.seed()),
        request.dials().filled(model.sampling()),
        request.limits(),
        Objects.requireNonNull(request.thoughts(), "thoughts were refused without a reason"),
        acceptance,
        Blanks.fill(request.priority(), Priority.NORMAL));
  }

  /** With its blanks filled in; null where there is none, or its faults are noted. */
  private static @Nullable AcceptanceRequest acceptance(
      GenerationRequest request, @Nullable ScaleSchedule schedule, Rules rules) {
    AcceptanceRequest asked = request.acceptance();
    if (asked == null || schedule == null) {
      return null;
    }
    Rules own = new Rules();
    asked.check(own, schedule);
    return rules.noting(() -> {
      own.enforce();
      return asked.filled(schedule);
    });
  }

  /**
   * The work, once what was said is a token sequence.
   *
   * @param read the pictures that were shown, in this plan's schedule
   * @param answers what is asked about candidates; empty where there are none
   */
  GenerationWork work(Sequences sequences, List<ReadPicture> read, List<ExpectedAnswer> answers) {
    return new GenerationWork(
            model.digest(),
            sequences.conditionalIds(),
            sequences.unconditionalIds(),
            schedule,
            n,
            seed,
            sampling)
        .after(sequences.with(read).pictures(), sequences.unconditionalPlaces())
        .thinking(thoughts.work(sequences.instructionIds()))
        .choosing(acceptance == null ? null : acceptance.work(answers))
        .limitedTo(limits.stopAfterScale(), limits.budgetTokens());
  }

  /** The order, once there is the work. */
  WorkOrder order(GenerationWork work) {
    return new WorkOrder(
        QueueNames.generation(model.name(), model.digest()),
        priority,
        work.mostTokens(),
        JSON.writeValueAsString(work),
        Requested.of(Kind.GENERATION, model.name(), view()).toJson());
  }

  /** The price, once there is the work. */
  Estimate estimate(GenerationWork work) {
    return Estimate.of(model.name(), work);
  }

  private View view() {
    return new View(
        question.prompt() == null ? null : question.prompt().text(),
        question.messages(),
        schedule.widthPx() + "x" + schedule.heightPx(),
        Model.aspectRatio(schedule.fullGrid()),
        schedule.level(),
        n,
        seed,
        SamplingView.of(sampling),
        limits.stopAfter(),
        limits.budgetTokens(),
        thoughts.on() ? "on" : "off",
        thoughts.on() ? Blanks.fill(thoughts.temperature(), 0.0) : null,
        thoughts.on() ? Blanks.fill(thoughts.topP(), 1.0) : null,
        thoughts.approval() == Approval.REQUIRED ? "required" : "none",
        acceptance,
        priority.wireName());
  }

  @JsonNaming(SnakeCaseStrategy.class)
  private record View(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String prompt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Message> messages,
      String size,
      String aspectRatio,
      int level,
      int n,
      long seed,
      @JsonUnwrapped SamplingView sampling,
      @Nullable Long stopAfter,
      @Nullable Long budgetTokens,
      String thinking,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double textTemperature,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double textTopP,
      String approval,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AcceptanceRequest acceptance,
      String priority) {}
}
