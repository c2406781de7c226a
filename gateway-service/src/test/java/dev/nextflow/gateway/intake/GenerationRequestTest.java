package dev.nextflow.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.jobs.Priority;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationRequestTest {

  @Test
  void everyFieldIsRead() {
    GenerationRequest request =
        read(
            """
            {"prompt": "a red house", "model": "demo", "size": "96x96", "n": 4,
             "seed": 9007199254740991, "guidance": 3, "temperature": 0.5, "top_k": 7,
             "top_p": 0.25, "priority": "high", "stop_after": 3, "budget_tokens": 50}
            """);

    assertThat(request)
        .isEqualTo(
            new GenerationRequest(
                new Question(new Prompt("a red house"), null),
                "demo",
                new Shape("96x96", null, null),
                4L,
                9007199254740991L,
                new Dials(number(3.0), number(0.5), number(7), number(0.25)),
                new Limits(3L, 50L),
                new Thoughts(null, null, null, null),
                null,
                Priority.HIGH));
  }

  @Test
  void aListHasAValueForEachScale() {
    GenerationRequest request =
        read(
            """
            {"prompt": "a", "guidance": [0, 1.5], "top_k": [7, 9], "aspect_ratio": "7:4",
             "level": 2}
            """);

    assertThat(request.dials().guidance()).isEqualTo(new Dial<>(null, List.of(0.0, 1.5)));
    assertThat(request.dials().topK()).isEqualTo(new Dial<>(null, List.of(7, 9)));
    assertThat(request.shape()).isEqualTo(new Shape(null, "7:4", 2L));
  }

  @Test
  void whatIsLeftOutOrNullIsNotGiven() {
    GenerationRequest request = read("{\"prompt\": \"a red house\", \"seed\": null}");

    assertThat(request.seed()).isNull();
    assertThat(request.shape()).isEqualTo(new Shape(null, null, null));
    assertThat(request.n()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                          | prompt      | is required
          {"prompt": null}                            | prompt      | is required
          {"prompt": ""}                              | prompt      | must not be blank
          {"prompt": " \\t\\n "}                      | prompt      | must not be blank
          {"prompt": 7}                               | prompt      | must be a string
          {"prompt": ["a"]}                           | prompt      | must be a string
          {"prompt": "a \\ud800 house"}               | prompt      | must not contain control characters or unpaired surrogates
          {"prompt": "a", "model": 1}                 | model       | must be a string
          {"prompt": "a", "size": 96}                 | size        | must be a string
          {"prompt": "a", "size": "96x96", "level": 6} | size       | must be left out where aspect_ratio or level is given
          {"prompt": "a", "size": "96x96", "aspect_ratio": "1:1"} | size | must be left out where aspect_ratio or level is given
          {"prompt": "a", "aspect_ratio": 1}          | aspect_ratio | must be a string
          {"prompt": "a", "level": "6"}               | level       | must be a whole number
          {"prompt": "a", "stop_after": 1.5}          | stop_after  | must be a whole number
          {"prompt": "a", "budget_tokens": "9"}       | budget_tokens | must be a whole number
          {"prompt": "a", "n": 0}                     | n           | must be 1..4
          {"prompt": "a", "n": 5}                     | n           | must be 1..4
          {"prompt": "a", "n": 1.0}                   | n           | must be a whole number
          {"prompt": "a", "n": "1"}                   | n           | must be a whole number
          {"prompt": "a", "n": true}                  | n           | must be a whole number
          {"prompt": "a", "seed": -1}                 | seed        | must be 0..9007199254740991
          {"prompt": "a", "seed": 9007199254740992}   | seed        | must be 0..9007199254740991
          {"prompt": "a", "seed": 9223372036854775808} | seed       | must be 0..9007199254740991
          {"prompt": "a", "seed": -99999999999999999999999} | seed  | must be 0..9007199254740991
          {"prompt": "a", "seed": 1e3}                | seed        | must be a whole number
          {"prompt": "a", "guidance": -0.5}           | guidance    | must be 0..20
          {"prompt": "a", "guidance": -0.0}           | guidance    | must be 0..20
          {"prompt": "a", "guidance": 20.01}          | guidance    | must be 0..20
          {"prompt": "a", "guidance": 1e308}          | guidance    | must be 0..20
          {"prompt": "a", "guidance": 1e400}          | guidance    | must be 0..20
          {"prompt": "a", "guidance": "3"}            | guidance    | must be a number, or a list of numbers
          {"prompt": "a", "guidance": [3, "3"]}       | guidance    | must be a number, or a list of numbers
          {"prompt": "a", "guidance": [[3]]}          | guidance    | must be a number, or a list of numbers
          {"prompt": "a", "guidance": {}}             | guidance    | must be a number, or a list of numbers
          {"prompt": "a", "guidance": [3, 21, 3]}     | guidance[1] | must be 0..20
          {"prompt": "a", "temperature": [0]}         | temperature[0] | must be 0.01..10
          {"prompt": "a", "top_k": [1, 1.5]}          | top_k       | must be a whole number, or a list of whole numbers
          {"prompt": "a", "top_k": [1, 0]}            | top_k[1]    | must be at least 1
          {"prompt": "a", "top_p": [1, 1, 1.1]}       | top_p[2]    | must be above 0 and at most 1
          {"prompt": "a", "temperature": 0}           | temperature | must be 0.01..10
          {"prompt": "a", "temperature": 10.5}        | temperature | must be 0.01..10
          {"prompt": "a", "top_k": 0}                 | top_k       | must be at least 1
          {"prompt": "a", "top_k": -3}                | top_k       | must be at least 1
          {"prompt": "a", "top_k": 2.5}               | top_k       | must be a whole number, or a list of whole numbers
          {"prompt": "a", "top_p": 0}                 | top_p       | must be above 0 and at most 1
          {"prompt": "a", "top_p": 1.1}               | top_p       | must be above 0 and at most 1
          {"prompt": "a", "priority": "urgent"}       | priority    | must be low, normal or high
          {"prompt": "a", "priority": "HIGH"}         | priority    | must be low, normal or high
          {"prompt": "a", "topK": 3}                  | topK        | unknown field
          {"prompt": "a", "": 3}                      | ``          | unknown field
          """)
  void aBrokenRuleNamesItsField(String body, String field, String rule) {
    assertThat(refused(body).errors()).containsExactly(new Problem.FieldError(field, rule));
  }

  @Test
  void anOverlongPromptIsRefusedBeforeItIsTokenised() {
    String body = "{\"prompt\": \"%s\"}".formatted("a".repeat(Prompt.MAX_CHARACTERS + 1));

    assertThat(refused(body).errors())
        .containsExactly(new Problem.FieldError("prompt", "must be at most 16384 characters"));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    Problem problem =
        refused(
            """
            {"prompt": " ", "n": 9, "seed": "x", "top_p": 2, "colour": "red", "state": "done"}
            """);

    assertThat(problem.errors())
        .extracting(Problem.FieldError::field)
        .containsExactlyInAnyOrder("prompt", "n", "seed", "top_p", "colour", "state");
  }

  // A client that sends back what it got must not be able to set what only the platform sets.
  @ParameterizedTest
  @CsvSource({
    "id",
    "object",
    "kind",
    "state",
    "created_at",
    "expires_at",
    "progress",
    "attempt",
    "request",
    "images",
    "problem",
    "links",
    "tenant",
    "digest",
    "work",
    "queue",
    "deadline_ms"
  })
  void aFieldOfTheViewIsNoFieldOfARequest(String field) {
    assertThat(refused("{\"prompt\": \"a\", \"%s\": null}".formatted(field)).errors())
        .containsExactly(new Problem.FieldError(field, "unknown field"));
  }

  @Test
  void aBodyOfUnknownFieldsDoesNotGetThemAllBack() {
    StringBuilder body = new StringBuilder("{\"prompt\": \"a\"");
    for (int i = 0; i < 10_000; i++) {
      body.append(", \"f").append(i).append("\": 1");
    }

    assertThat(refused(body.append('}').toString()).errors()).hasSize(20);
  }

  @Test
  void thePromptIsNotInItsText() {
    GenerationRequest request = read("{\"prompt\": \"a secret garden\"}");

    assertThat(request.toString()).contains("Prompt[15 characters]").doesNotContain("garden");
  }

  private static <N extends Number> Dial<N> number(N value) {
    return new Dial<>(value, null);
  }

  private static GenerationRequest read(String body) {
    return GenerationRequest.from(
        new RequestFields(StrictJson.read(body.getBytes(StandardCharsets.UTF_8))));
  }

  private static Problem refused(String body) {
    Problem problem = catchThrowableOfType(ProblemException.class, () -> read(body)).problem();
    assertThat(problem.code()).isEqualTo("invalid-request");
    return problem;
  }
}
