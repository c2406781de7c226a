package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.intake.TokenizerClient.Sequences;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.sequences.UnderstandingWork;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** A request for an answer with every blank filled in. */
record UnderstandingPlan(
    Model model,
    Prompt prompt,
    int maxTokens,
    long seed,
    double temperature,
    double topP,
    Priority priority,
    @Nullable String webhook) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long DEFAULT_MAX_TOKENS = 128;

  static UnderstandingPlan of(UnderstandingRequest request, Model model) {
    return new UnderstandingPlan(
        model,
        request.prompt(),
        Blanks.fill(request.maxTokens(), DEFAULT_MAX_TOKENS).intValue(),
        Blanks.seed(request.seed()),
        Blanks.fill(request.temperature(), 0.0),
        Blanks.fill(request.topP(), 1.0),
        Blanks.fill(request.priority(), Priority.NORMAL),
        request.webhook());
  }

  /** The order, once the prompt is a token sequence. */
  WorkOrder order(Sequences sequences) {
    UnderstandingWork work =
        new UnderstandingWork(
            model.digest(), sequences.conditionalIds(), maxTokens, temperature, topP, seed);
    View view =
        new View(prompt.text(), maxTokens, seed, temperature, topP, priority.wireName(), webhook);
    return new WorkOrder(
        QueueNames.understanding(model.name(), model.digest()),
        priority,
        maxTokens,
        JSON.writeValueAsString(work),
        Requested.of(Kind.UNDERSTANDING, model.name(), view).toJson(),
        webhook);
  }

  @JsonNaming(SnakeCaseStrategy.class)
  private record View(
      String prompt,
      int maxTokens,
      long seed,
      double temperature,
      double topP,
      String priority,
      @Nullable String webhook) {}
}
