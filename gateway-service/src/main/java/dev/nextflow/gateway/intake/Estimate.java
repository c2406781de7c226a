package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.Kind;
import dev.nextflow.jobs.Pace;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a request will cost.
 *
 * @param digest of the bundle that would do it
 * @param imageTokens exactly, of all pictures and candidates, up to where the request stops; of an
 *     answer with pictures the most that its limits leave for them
 * @param promptTokens exactly, those of the template and of given pictures included, and what is
 *     read of candidates
 * @param textTokensAtMost an answer, or a thought, may end before
 * @param lastScale where the pictures stop; 0 for text
 * @param seconds what so many tokens took lately, without waiting, to the millisecond; null where
 *     nobody knows yet
 * @param scales every scale of a whole picture, for whoever looks for a stop or a budget; of an
 *     answer with pictures those of one picture
 */
@JsonNaming(SnakeCaseStrategy.class)
record Estimate(
    String object,
    Kind kind,
    String model,
    String digest,
    int imageTokens,
    int promptTokens,
    int textTokensAtMost,
    int lastScale,
    @Nullable Double seconds,
    List<Scale> scales) {

  /**
   * One scale.
   *
   * @param grid rows x columns, such as {@code 9x16}
   * @param tokens of all pictures
   * @param tokensSoFar with those of the scales before
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Scale(int scale, String grid, int tokens, int tokensSoFar) {

    static Scale of(GenerationWork work, int scale) {
      return new Scale(
          scale,
          work.schedule().grid(scale).toString(),
          work.tokensThrough(scale) - work.tokensThrough(scale - 1),
          work.tokensThrough(scale));
    }
  }

  static Estimate of(String model, GenerationWork work) {
    return new Estimate(
        "estimate",
        Kind.GENERATION,
        model,
        work.digest(),
        work.imageTokens(),
        work.promptTokens(),
        work.mostTokens() - work.imageTokens(),
        work.lastScale(),
        null,
        IntStream.rangeClosed(1, work.schedule().level())
            .mapToObj(scale -> Scale.of(work, scale))
            .toList());
  }

  static Estimate ofText(Model model, int promptTokens, int maxTokens) {
    return new Estimate(
        "estimate",
        Kind.UNDERSTANDING,
        model.name(),
        model.digest(),
        0,
        promptTokens,
        maxTokens,
        0,
        null,
        List.of());
  }

  /** The most that it can be: a budget is spent on text first. */
  static Estimate ofComposition(String model, CompositionWork work) {
    int most = (int) work.mostTokens();
    int text = Math.min(work.maxTokens(), most);
    ScaleSchedule schedule = work.schedule();
    return new Estimate(
        "estimate",
        Kind.COMPOSITION,
        model,
        work.digest(),
        most - text,
        work.sequence().tokens(),
        text,
        schedule.level(),
        null,
        IntStream.rangeClosed(1, schedule.level())
            .mapToObj(scale ->
                new Scale(
                    scale,
                    schedule.grid(scale).toString(),
                    schedule.grid(scale).size(),
                    schedule.codesThrough(scale)))
            .toList());
  }

  /** The queue that a job of it would wait in. */
  String queue() {
    return switch (kind) {
      case GENERATION -> QueueNames.generation(model, digest);
      case UNDERSTANDING -> QueueNames.understanding(model, digest);
      case COMPOSITION -> QueueNames.composition(model, digest);
    };
  }

  /** The same, once it is known how fast its queue goes. */
  Estimate at(Pace pace) {
    // To the millisecond: what is learnt is no truer than that.
    double seconds = Math.round(pace.msPerToken() * (imageTokens + textTokensAtMost)) / 1000.0;
    return pace.ends() == 0
        ? this
        : new Estimate(
            object,
            kind,
            model,
            digest,
            imageTokens,
            promptTokens,
            textTokensAtMost,
            lastScale,
            seconds,
            scales);
  }
}
