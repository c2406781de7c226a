package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.Requested;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How the picture was chosen among candidates.
 *
 * @param chosen number of the best, 0-based; of equal ones the first
 * @param afterScale the scale that all were drawn to
 */
@JsonNaming(SnakeCaseStrategy.class)
record AcceptanceView(int chosen, int afterScale, List<Candidate> candidates) {

  /**
   * One candidate.
   *
   * @param seed with which alone the same request draws it
   * @param score mean of the log-probabilities of its answers
   */
  record Candidate(long seed, double score, List<Answer> answers) {}

  /**
   * What became of one question.
   *
   * @param logProbability natural logarithm of the probability that just this is answered
   * @param likeliest whether it is the answer, where the likeliest token is always taken
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Answer(
      String question,
      String expected,
      double probability,
      double logProbability,
      boolean likeliest) {

    static Answer of(JsonNode asked, JsonNode told) {
      double logProbability = told.path("log_probability").doubleValue();
      return new Answer(
          asked.path("question").stringValue(),
          asked.path("answer").stringValue(),
          Math.exp(logProbability),
          logProbability,
          told.path("likeliest").booleanValue());
    }
  }

  /**
   * Of what the worker told, in the words of the request.
   *
   * @param told null where there is nothing to tell
   */
  static @Nullable AcceptanceView of(Requested requested, @Nullable JsonNode told) {
    if (told == null) {
      return null;
    }
    JsonNode questions = requested.request().path("acceptance").path("questions");
    return new AcceptanceView(
        told.path("chosen").intValue(),
        told.path("after_scale").intValue(),
        told.path("candidates")
            .valueStream()
            .map(candidate -> candidate(questions, candidate))
            .toList());
  }

  private static Candidate candidate(JsonNode questions, JsonNode told) {
    JsonNode answers = told.path("answers");
    return new Candidate(
        told.path("seed").longValue(),
        told.path("score").doubleValue(),
        IntStream.range(0, Math.min(questions.size(), answers.size()))
            .mapToObj(i -> Answer.of(questions.get(i), answers.get(i)))
            .toList());
  }
}
