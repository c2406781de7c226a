package dev.nextflow.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.sequences.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompositionRequestTest {

  @Test
  void whatIsLeftOutIsLeftOpen() {
    CompositionRequest request = read("{\"prompt\": \"a story\"}");
    assertThat(request.maxTokens()).isNull();
    assertThat(request.maxPictures()).isNull();
    assertThat(request.budgetTokens()).isNull();
    assertThat(request.drawing()).isEqualTo(new Dials(null, null, null, null));
  }

  @Test
  void textAndPicturesHaveDialsOfTheirOwn() {
    CompositionRequest request =
        read(
            """
            {"prompt": "a story", "temperature": 0.5, "top_p": 0.9,
             "drawing": {"temperature": 2, "top_k": 7}}\
            """);
    assertThat(request.temperature()).isEqualTo(0.5);
    assertThat(request.topP()).isEqualTo(0.9);
    assertThat(Dial.number(request.drawing().temperature(), 0.0)).isEqualTo(2);
    assertThat(request.drawing().topP()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                  | prompt | is required
          {"prompt": "a", "max_tokens": 0}                    | max_tokens | must be 1..1024
          {"prompt": "a", "max_tokens": 1025}                 | max_tokens | must be 1..1024
          {"prompt": "a", "max_pictures": 0}                  | max_pictures | must be 1..4
          {"prompt": "a", "max_pictures": 5}                  | max_pictures | must be 1..4
          {"prompt": "a", "budget_tokens": 0}                 | budget_tokens | must be at least 1
          {"prompt": "a", "temperature": 11}                  | temperature | must be 0..10
          {"prompt": "a", "top_p": 0}                         | top_p | must be above 0 and at most 1
          {"prompt": "a", "seed": -1}                         | seed | must be 0..9007199254740991
          {"prompt": "a", "n": 2}                             | n | unknown field
          {"prompt": "a", "guidance": 2}                      | guidance | unknown field
          {"prompt": "a", "stop_after": 2}                    | stop_after | unknown field
          {"prompt": "a", "drawing": 3}                       | drawing | must be an object
          {"prompt": "a", "drawing": {"guidance": 21}}        | drawing.guidance | must be 0..20
          {"prompt": "a", "drawing": {"temperature": 0}}      | drawing.temperature | must be 0.01..10
          {"prompt": "a", "drawing": {"colour": 1}}           | drawing.colour | unknown field
          {"prompt": "a", "size": "96x96", "level": 4}        | size | must be left out where aspect_ratio or level is given
          """)
  void whatIsOutOfBoundsIsNamed(String body, String field, String rule) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> read(body))
        .satisfies(refused -> {
          assertThat(refused.problem().errors()).hasSize(1);
          assertThat(refused.problem().errors().getFirst().field()).isEqualTo(field);
          assertThat(refused.problem().errors().getFirst().rule()).isEqualTo(rule);
        });
  }

  private static CompositionRequest read(String body) {
    return CompositionRequest.from(
        new RequestFields(StrictJson.read(body.getBytes(StandardCharsets.UTF_8))));
  }
}
