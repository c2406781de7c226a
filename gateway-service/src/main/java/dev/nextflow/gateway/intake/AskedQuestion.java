package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about a candidate, and the answer that speaks for it. What they say never stands in
 * a log.
 */
record AskedQuestion(String question, String answer) {

  static final String QUESTION = "question";
  static final String ANSWER = "answer";

  static AskedQuestion from(RequestFields fields) {
    return fields.into(() -> {
      String question = fields.text(QUESTION);
      String answer = fields.text(ANSWER);
      Rules rules = new Rules();
      check(rules, QUESTION, question);
      check(rules, ANSWER, answer);
      rules.enforce();
      return new AskedQuestion(
          Objects.requireNonNull(question, QUESTION), Objects.requireNonNull(answer, ANSWER));
    });
  }

  private static void check(Rules rules, String field, @Nullable String text) {
    rules.require(text != null, field, "is required");
    if (text != null) {
      Prompt.check(rules, field, text);
    }
  }

  @Override
  public String toString() {
    return "AskedQuestion[%d and %d characters]".formatted(question.length(), answer.length());
  }
}
