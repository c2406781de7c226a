package dev.nextflow.generation.composing;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Tells that one picture of an answer has one scale more.
 *
 * @param image which picture, 0-based
 * @param scale the scale just drawn, 1-based
 * @param scales how many a whole picture has
 * @param tokensDone tokens so far, text included
 * @param tokensTotal most tokens that the answer can come to
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ScaleEvent(int image, int scale, int scales, long tokensDone, long tokensTotal) {

  /** The event's type. */
  static final String TYPE = "scale";
}
