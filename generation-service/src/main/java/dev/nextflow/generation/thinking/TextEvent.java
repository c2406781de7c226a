package dev.nextflow.generation.thinking;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Tells what was thought since the last event.
 *
 * @param ids text ids; may end inside a character
 * @param tokensDone tokens so far
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record TextEvent(List<Integer> ids, int tokensDone) {

  /** The event's type; that of an answer in text, too. */
  static final String TYPE = "text";
}
