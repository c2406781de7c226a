package dev.nextflow.generation.drawing;

import dev.nextflow.engine.writing.AnswerScore;
import dev.nextflow.sequences.Acceptance;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How one candidate came to be chosen.
 *
 * @param chosen its number, 0-based: the best score, of equal ones the first
 * @param afterScale the scale that all were drawn to
 * @param candidates in their order
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AcceptanceResult(int chosen, int afterScale, List<Candidate> candidates) {

  /**
   * One candidate.
   *
   * @param seed with which alone it would be the same picture
   * @param score mean of the answers' log-probabilities
   * @param answers in the order of the questions
   */
  public record Candidate(long seed, double score, List<Answer> answers) {

    static Candidate of(long seed, List<AnswerScore> scores) {
      return new Candidate(
          seed,
          scores.stream().mapToDouble(AnswerScore::logProbability).average().orElseThrow(),
          scores.stream().map(Answer::of).toList());
    }
  }

  /**
   * What became of an expected answer.
   *
   * @param logProbability natural logarithm, 0 or less
   * @param likeliest whether the model says just this when it always takes the likeliest token
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Answer(double logProbability, boolean likeliest) {

    static Answer of(AnswerScore score) {
      return new Answer(score.logProbability(), score.likeliest());
    }
  }

  /**
   * The choice that these scores make.
   *
   * @param seed the job's
   * @param scores of each candidate, of each answer
   */
  public static AcceptanceResult of(
      Acceptance acceptance, long seed, List<List<AnswerScore>> scores) {
    List<Candidate> candidates =
        IntStream.range(0, scores.size())
            .mapToObj(i -> Candidate.of(Acceptance.seed(seed, i), scores.get(i)))
            .toList();
    int best = 0;
    for (int i = 1; i < candidates.size(); i++) {
      if (candidates.get(i).score() > candidates.get(best).score()) {
        best = i;
      }
    }
    return new AcceptanceResult(best, acceptance.afterScale(), candidates);
  }
}
