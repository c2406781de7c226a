package dev.nextflow.generation.drawing;

import dev.nextflow.sequences.GenerationWork;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a generation took. The pictures themselves are its checkpoint.
 *
 * @param resumedScales scales that an earlier attempt had drawn
 * @param secondsPerScale wall-clock time of each scale of the last attempt, the first with its
 *     prompt; storing included
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record GenerationResult(Usage usage, int resumedScales, List<Double> secondsPerScale) {

  /**
   * What is counted.
   *
   * @param imageTokens codes of all pictures
   * @param promptTokens ids of the conditional sequence, counted once
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Usage(int imageTokens, int promptTokens) {}

  public static GenerationResult of(
      GenerationWork work, int resumedScales, List<Double> secondsPerScale) {
    return new GenerationResult(
        new Usage(work.imageTokens(), work.conditionalIds().length),
        resumedScales,
        List.copyOf(secondsPerScale));
  }
}
