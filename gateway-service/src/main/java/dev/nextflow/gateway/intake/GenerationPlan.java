package dev.nextflow.gateway.intake;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.SamplingView;
import dev.nextflow.gateway.Seeds;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.intake.TokenizerClient.Sequences;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** A request for pictures with every blank filled in out of the model. */
record GenerationPlan(
    Model model,
    Prompt prompt,
    ScaleSchedule schedule,
    int n,
    long seed,
    Sampling sampling,
    Limits limits,
    Priority priority) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Fills in the blanks, and checks what only the model can say. */
  static GenerationPlan of(GenerationRequest request, Model model) {
    int n = Blanks.fill(request.n(), 1L).intValue();
    Rules rules = new Rules();
    ScaleSchedule schedule = request.shape().schedule(model, rules);
    request.dials().check(rules, model);
    if (schedule != null) {
      request.dials().fit(rules, schedule.level());
      request.limits().check(rules, schedule, n);
    }
    rules.enforce();
    return new GenerationPlan(
        model,
        request.prompt(),
        Objects.requireNonNull(schedule, "a shape was refused without a reason"),
        n,
        Seeds.orRandom(request.seed()),
        request.dials().filled(model.sampling()),
        request.limits(),
        Blanks.fill(request.priority(), Priority.NORMAL));
  }

  /** The work, once the prompt is a token sequence. */
  GenerationWork work(Sequences sequences) {
    return new GenerationWork(
            model.digest(),
            sequences.conditionalIds(),
            sequences.unconditionalIds(),
            schedule,
            n,
            seed,
            sampling)
        .limitedTo(limits.stopAfterScale(), limits.budgetTokens());
  }

  /** The order, once the prompt is a token sequence. */
  WorkOrder order(Sequences sequences) {
    GenerationWork work = work(sequences);
    return new WorkOrder(
        QueueNames.generation(model.name(), model.digest()),
        priority,
        work.imageTokens(),
        JSON.writeValueAsString(work),
        Requested.of(Kind.GENERATION, model.name(), view()).toJson());
  }

  /** The price, once the prompt is a token sequence. */
  Estimate estimate(Sequences sequences) {
    return Estimate.of(model.name(), work(sequences));
  }

  private View view() {
    return new View(
        prompt.text(),
        schedule.widthPx() + "x" + schedule.heightPx(),
        Model.aspectRatio(schedule.fullGrid()),
        schedule.level(),
        n,
        seed,
        SamplingView.of(sampling),
        limits.stopAfter(),
        limits.budgetTokens(),
        priority.wireName());
  }

  @JsonNaming(SnakeCaseStrategy.class)
  private record View(
      String prompt,
      String size,
      String aspectRatio,
      int level,
      int n,
      long seed,
      @JsonUnwrapped SamplingView sampling,
      @Nullable Long stopAfter,
      @Nullable Long budgetTokens,
      String priority) {}
}
