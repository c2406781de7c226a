package dev.nextflow.generation.thinking;

import dev.nextflow.sequences.Thinking;
import dev.nextflow.sequences.Thought;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a job has thought.
 *
 * @param ids text ids, without the token that ended it; of a thought that somebody edited, those
 *     that the pictures follow
 * @param followed whether the pictures follow it: the model opened a picture, or it was edited
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ThoughtResult(List<Integer> ids, boolean followed) {

  /**
   * Of a thought that has come to its end.
   *
   * @param boi opens a picture
   * @param ends tokens that are no part of the text
   */
  public static ThoughtResult of(Thinking thinking, Thought thought, int boi, int[] ends) {
    int[] approved = thinking.approved();
    return approved == null
        ? new ThoughtResult(list(thought.text(ends)), thought.opens(boi))
        : new ThoughtResult(list(approved), true);
  }

  private static List<Integer> list(int[] ids) {
    return Arrays.stream(ids).boxed().toList();
  }
}
