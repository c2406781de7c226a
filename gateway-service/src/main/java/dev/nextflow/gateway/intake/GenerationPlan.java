package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.intake.TokenizerClient.Sequences;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** A request for pictures with every blank filled in out of the model. */
record GenerationPlan(
    Model model,
    Prompt prompt,
    String size,
    ScaleSchedule schedule,
    int n,
    long seed,
    Sampling sampling,
    Priority priority,
    @Nullable String webhook) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Fills in the blanks, and checks what only the model can say. */
  static GenerationPlan of(GenerationRequest request, Model model) {
    Map<String, ScaleSchedule> sizes = model.sizes();
    int candidates = model.samplerCandidates();
    String size = Blanks.fill(request.size(), sizes.keySet().iterator().next());
    Rules rules = new Rules();
    rules.require(
        sizes.containsKey(size), "size", "must be one of " + String.join(", ", sizes.keySet()));
    rules.within(request.topK(), 1, candidates, "top_k", "must be 1.." + candidates);
    rules.enforce();

    Sampling defaults = model.sampling();
    return new GenerationPlan(
        model,
        request.prompt(),
        size,
        sizes.get(size),
        Blanks.fill(request.n(), 1L).intValue(),
        Blanks.seed(request.seed()),
        new Sampling(
            Blanks.fill(request.guidance(), defaults.guidance()),
            Blanks.fill(request.temperature(), defaults.temperature()),
            Blanks.fill(request.topK(), (long) defaults.topK()).intValue(),
            Blanks.fill(request.topP(), defaults.topP())),
        Blanks.fill(request.priority(), Priority.NORMAL),
        request.webhook());
  }

  /** The order, once the prompt is a token sequence. */
  WorkOrder order(Sequences sequences) {
    GenerationWork work =
        new GenerationWork(
            model.digest(),
            sequences.conditionalIds(),
            sequences.unconditionalIds(),
            schedule,
            n,
            seed,
            sampling);
    return new WorkOrder(
        QueueNames.generation(model.name(), model.digest()),
        priority,
        work.imageTokens(),
        JSON.writeValueAsString(work),
        Requested.of(Kind.GENERATION, model.name(), view()).toJson(),
        webhook);
  }

  private View view() {
    return new View(
        prompt.text(),
        size,
        n,
        seed,
        sampling.guidance(),
        sampling.temperature(),
        sampling.topK(),
        sampling.topP(),
        priority.wireName(),
        webhook);
  }

  @JsonNaming(SnakeCaseStrategy.class)
  private record View(
      String prompt,
      String size,
      int n,
      long seed,
      double guidance,
      double temperature,
      int topK,
      double topP,
      String priority,
      @Nullable String webhook) {}
}
