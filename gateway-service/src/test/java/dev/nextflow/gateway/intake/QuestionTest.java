package dev.nextflow.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    assertThat(question.messages()).containsExactly(said("system", "s"), said("user", "u"));
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
          {"messages": [{"role": "user", "content": 7}]} | messages[0].content | must be a string or a list of parts
          {"messages": [{"role": "user", "content": []}]} | messages[0].content | must be 1..64 parts
          {"messages": [{"role": "user", "content": ["a"]}]} | messages[0].content[0] | must be an object
          {"messages": [{"role": "user", "content": [{}]}]} | messages[0].content[0].type | is required
          {"messages": [{"role": "user", "content": [{"type": "sound"}]}]} | messages[0].content[0].type | must be text or image
          {"messages": [{"role": "user", "content": [{"type": "text"}]}]} | messages[0].content[0].text | is required
          {"messages": [{"role": "user", "content": [{"type": "text", "text": " "}]}]} | messages[0].content[0].text | must not be blank
          {"messages": [{"role": "user", "content": [{"type": "text", "text": "a", "job": "b"}]}]} | messages[0].content[0].job | unknown field
          {"messages": [{"role": "user", "content": [{"type": "image"}]}]} | messages[0].content[0].data | must be given, or job or url in its place, and only one of them
          {"messages": [{"role": "user", "content": [{"type": "image", "data": "aaaa"}]}]} | messages[0].content[0].media_type | must be image/png, image/jpeg or image/webp
          {"messages": [{"role": "user", "content": [{"type": "image", "data": "aaaa", "media_type": "image/gif"}]}]} | messages[0].content[0].media_type | must be image/png, image/jpeg or image/webp
          {"messages": [{"role": "user", "content": [{"type": "image", "data": "a*aa", "media_type": "image/png"}]}]} | messages[0].content[0].data | must be base64
          {"messages": [{"role": "user", "content": [{"type": "image", "data": "", "media_type": "image/png"}]}]} | messages[0].content[0].data | must be base64
          {"messages": [{"role": "user", "content": [{"type": "image", "data": "aaaa", "media_type": "image/png", "index": 0}]}]} | messages[0].content[0].index | must be left out where there is no job
          {"messages": [{"role": "user", "content": [{"type": "image", "job": "a", "media_type": "image/png"}]}]} | messages[0].content[0].media_type | must be left out where there is no data
          {"messages": [{"role": "user", "content": [{"type": "image", "job": "a", "data": "aaaa", "media_type": "image/png"}]}]} | messages[0].content[0].data | must be given, or job or url in its place, and only one of them
          {"messages": [{"role": "system", "content": [{"type": "image", "job": "a"}]}, {"role": "user", "content": "b"}]} | messages[0].content | must be text alone: pictures are the user's
          {"messages": [{"role": "user", "content": [{"type": "image", "job": "a"}, {"type": "image", "job": "a"}, {"type": "image", "job": "a"}, {"type": "image", "job": "a"}, {"type": "image", "job": "a"}]}]} | messages | must hold at most 4 pictures
          {"messages": [{"role": "system", "content": "a"}]} | messages | must end with the user's
          """)
  void aBrokenRuleNamesItsField(String body, String field, String rule) {
    Problem problem = catchThrowableOfType(ProblemException.class, () -> read(body)).problem();
    assertThat(problem.errors()).containsExactly(new Problem.FieldError(field, rule));
  }

  private static Message said(String role, String text) {
    return new Message(role, new Content(List.of(new Part.Said(text)), true));
  }

  private static Question read(String body) {
    return UnderstandingRequest.from(
            new RequestFields(StrictJson.read(body.getBytes(StandardCharsets.UTF_8))))
        .question();
  }
}
