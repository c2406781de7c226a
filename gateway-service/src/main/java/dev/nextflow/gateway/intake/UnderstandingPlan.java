package dev.nextflow.gateway.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.Seeds;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.UnderstandingWork;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** A request for an answer with every blank filled in. */
record UnderstandingPlan(
    Model model,
    Question question,
    int maxTokens,
    long seed,
    double temperature,
    double topP,
    List<String> stop,
    Priority priority) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long DEFAULT_MAX_TOKENS = 128;

  static UnderstandingPlan of(UnderstandingRequest request, Model model) {
    return new UnderstandingPlan(
        model,
        request.question(),
        Blanks.fill(request.maxTokens(), DEFAULT_MAX_TOKENS).intValue(),
        Seeds.orRandom(request.seed()),
        Blanks.fill(request.temperature(), 0.0),
        Blanks.fill(request.topP(), 1.0),
        Blanks.fill(request.stop(), List.of()),
        Blanks.fill(request.priority(), Priority.NORMAL));
  }

  /** The order, once the question is a token sequence. */
  WorkOrder order(MixedSequence sequence) {
    UnderstandingWork work =
        new UnderstandingWork(
            model.digest(),
            sequence.ids(),
            maxTokens,
            temperature,
            topP,
            seed,
            sequence.pictures(),
            stop);
    View view =
        new View(
            question.prompt() == null ? null : question.prompt().text(),
            question.messages(),
            maxTokens,
            seed,
            temperature,
            topP,
            stop,
            priority.wireName());
    return new WorkOrder(
        QueueNames.understanding(model.name(), model.digest()),
        priority,
        maxTokens,
        JSON.writeValueAsString(work),
        Requested.of(Kind.UNDERSTANDING, model.name(), view).toJson());
  }

  /** The price, once the question is a token sequence. */
  Estimate estimate(MixedSequence sequence) {
    return Estimate.ofText(model, sequence.tokens(), maxTokens);
  }

  @JsonNaming(SnakeCaseStrategy.class)
  private record View(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String prompt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Message> messages,
      int maxTokens,
      long seed,
      double temperature,
      double topP,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> stop,
      String priority) {}
}
