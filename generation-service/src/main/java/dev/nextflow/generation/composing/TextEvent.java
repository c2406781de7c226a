package dev.nextflow.generation.composing;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Tells what was written since the last event. What stands before a picture is told before the
 * picture's first scale.
 *
 * @param ids text ids; may end inside a character
 * @param tokensDone tokens so far, those of pictures included
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record TextEvent(List<Integer> ids, long tokensDone) {

  /** The event's type. */
  static final String TYPE = "text";
}
