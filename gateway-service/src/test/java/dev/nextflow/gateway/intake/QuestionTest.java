package dev.nextflow.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTest {

  @Test
  void aConversationKeepsItsOrder() {
    Question question =
        read(
            """
            {"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}]}
            """);

    assertThat(question.prompt()).isNull();
    assertThat(question.messages())
        .containsExactly(new Message("system", "s"), new Message("user", "u"));
    assertThat(question.toString()).doesNotContain("\"u\"", "content");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                          | prompt              | is required
          {"prompt": 7}                               | prompt              | must be a string
          {"prompt": "a", "messages": [{"role": "user", "content": "b"}]} | messages | must be left out where there is a prompt
          {"messages": "a"}                           | messages            | must be a list of messages
          {"messages": []}                            | messages            | must be 1..256 messages
          {"messages": ["a"]}                         | messages[0]         | must be an object
          {"messages": [{"role": "user"}]}            | messages[0].content | is required
          {"messages": [{"role": "God", "content": "a"}]} | messages[0].role | must be system, user or assistant
          {"messages": [{"role": "user", "content": "a", "at": 1}]} | messages[0].at | unknown field
          {"messages": [{"role": "system", "content": "a"}]} | messages | must end with the user's
          """)
  void aBrokenRuleNamesItsField(String body, String field, String rule) {
    Problem problem = catchThrowableOfType(ProblemException.class, () -> read(body)).problem();
    assertThat(problem.errors()).containsExactly(new Problem.FieldError(field, rule));
  }

  private static Question read(String body) {
    return UnderstandingRequest.from(
            new RequestFields(StrictJson.read(body.getBytes(StandardCharsets.UTF_8))))
        .question();
  }
}
