package dev.nextflow.generation.choosing;

import dev.nextflow.sequences.Acceptance;
import dev.nextflow.sequences.GenerationWork;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Tells that some candidates have one scale more.
 *
 * @param candidates their numbers, 0-based
 * @param scale the scale just drawn, 1-based
 * @param scales how many a candidate gets before one of them is chosen
 * @param tokensDone image tokens of all candidates so far
 * @param tokensTotal image tokens of the job at the last scale that will be drawn
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record CandidatesEvent(
    List<Integer> candidates, int scale, int scales, long tokensDone, long tokensTotal) {

  /** The event's type. */
  static final String TYPE = "candidates";

  /**
   * Of candidates that follow each other; those before have all their scales.
   *
   * @param first number of the first of them
   */
  static CandidatesEvent of(
      GenerationWork work, Acceptance acceptance, int first, int count, int scale) {
    int afterScale = acceptance.afterScale();
    return new CandidatesEvent(
        IntStream.range(first, first + count).boxed().toList(),
        scale,
        afterScale,
        (long) first * work.schedule().codesThrough(afterScale)
            + (long) count * work.schedule().codesThrough(scale),
        work.imageTokens());
  }
}
