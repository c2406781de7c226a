package dev.nextflow.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnderstandingRequestTest {

  @Test
  void temperatureZeroIsTheLikeliestToken() {
    assertThat(read("{\"prompt\": \"Why?\", \"temperature\": 0}").temperature()).isZero();
  }

  /** Counted as they are read, not as Java stores them. */
  @Test
  void aStopSequenceHasUpTo128Characters() {
    String most = "\uD83D\uDE42".repeat(128);
    assertThat(read("{\"prompt\": \"Why?\", \"stop\": \"" + most + "\"}").stop())
        .containsExactly(most);
    assertThatThrownBy(() -> read("{\"prompt\": \"Why?\", \"stop\": \"" + most + ".\"}"))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                   | prompt      | is required
          {"prompt": "Why?", "max_tokens": 0}  | max_tokens  | must be 1..1024
          {"prompt": "Why?", "max_tokens": 1025} | max_tokens | must be 1..1024
          {"prompt": "Why?", "temperature": -1} | temperature | must be 0..10
          {"prompt": "Why?", "top_p": 0}       | top_p       | must be above 0 and at most 1
          {"prompt": "Why?", "seed": -1}       | seed        | must be 0..9007199254740991
          {"prompt": "Why?", "stop": {"a": 1}} | stop        | must be a string, or a list of at most 4
          {"prompt": "Why?", "stop": ["a", 7]} | stop        | must be a string, or a list of at most 4
          {"prompt": "Why?", "stop": [""]}     | stop[0]     | must be 1..128 characters
          {"prompt": "Why?", "stop": "\\ud800"} | stop      | must not contain control characters or unpaired surrogates
          {"prompt": "Why?", "guidance": 3}    | guidance    | unknown field
          """)
  void aBrokenRuleNamesItsField(String body, String field, String rule) {
    Problem problem = catchThrowableOfType(ProblemException.class, () -> read(body)).problem();

    assertThat(problem.errors()).containsExactly(new Problem.FieldError(field, rule));
  }

  private static UnderstandingRequest read(String body) {
    return UnderstandingRequest.from(
        new RequestFields(StrictJson.read(body.getBytes(StandardCharsets.UTF_8))));
  }
}
