package dev.nextflow.generation.drawing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.generation.thinking.ThoughtResult;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a generation took. The pictures themselves are its checkpoint.
 *
 * @param resumedScales scales that were there when the last attempt began: given, or drawn earlier;
 *     with candidates at least those of the chosen one
 * @param secondsPerScale wall-clock time of each scale of the last attempt, the first with its
 *     prompt; storing included
 * @param replay null unless codes were expected
 * @param thinking null where the job does not think
 * @param acceptance null where the picture was not chosen among candidates
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record GenerationResult(
    Usage usage,
    int resumedScales,
    List<Double> secondsPerScale,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ReplayReport replay,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ThoughtResult thinking,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AcceptanceResult acceptance) {

  /**
   * What is counted.
   *
   * @param imageTokens codes of all pictures that the job has drawn, in all its attempts; those of
   *     all candidates
   * @param promptTokens tokens of the conditional sequence, those of given pictures included,
   *     counted once; and what was read to choose among candidates
   * @param textTokens tokens of the thought, the one that ended it included; null where the job
   *     does not think
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Usage(
      int imageTokens,
      int promptTokens,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer textTokens) {}

  /**
   * The result of work that came to its last scale.
   *
   * @param drawn every scale that there is now
   */
  public static GenerationResult of(
      GenerationWork work, int resumedScales, List<Double> secondsPerScale, DrawnScales drawn) {
    return new GenerationResult(
        new Usage(work.tokensThrough(drawn.count()), work.promptTokens(), null),
        resumedScales,
        List.copyOf(secondsPerScale),
        work.expected() == null ? null : ReplayReport.of(work.expected(), drawn),
        null,
        null);
  }

  /**
   * The same of a job that has thought.
   *
   * @param textTokens tokens that were written
   */
  public GenerationResult after(ThoughtResult thought, int textTokens) {
    return new GenerationResult(
        new Usage(usage.imageTokens(), usage.promptTokens(), textTokens),
        resumedScales,
        secondsPerScale,
        replay,
        thought,
        acceptance);
  }

  /** The same of a job whose picture was chosen. */
  public GenerationResult choosing(AcceptanceResult acceptance) {
    return new GenerationResult(
        usage, resumedScales, secondsPerScale, replay, thinking, acceptance);
  }
}
