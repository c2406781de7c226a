package dev.nextflow.generation.drawing;

import dev.nextflow.sequences.GenerationWork;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Tells that every picture of the job has one scale more.
 *
 * @param scale the scale just drawn, 1-based
 * @param scales how many a whole picture has
 * @param tokensDone image tokens of all pictures so far, without those that were given
 * @param tokensTotal image tokens of all pictures at the last scale that will be drawn
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ScaleEvent(int scale, int scales, long tokensDone, long tokensTotal) {

  /** The event's type. */
  public static final String TYPE = "scale";

  public static ScaleEvent of(GenerationWork work, int scale) {
    return new ScaleEvent(
        scale, work.schedule().level(), work.tokensThrough(scale), work.imageTokens());
  }
}
