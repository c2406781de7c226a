package dev.nextflow.tokenizer.text;

import static dev.nextflow.tokenizer.problems.Required.required;

import dev.nextflow.sequences.problems.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to put into a template of a model.
 *
 * @param prompt null where there are messages
 * @param messages a conversation, first turn first; null where there is a prompt
 * @param thinking whether a thought is to be written before the picture; null: no
 */
record SequenceRequest(
    String model,
    String template,
    @Nullable String prompt,
    @Nullable List<@Nullable Message> messages,
    @Nullable Boolean thinking) {

  SequenceRequest {
    required("model", model);
    required("template", template);
    if (messages == null) {
      required("prompt", prompt);
    } else if (prompt != null) {
      throw ProblemException.invalid("messages", "must be left out where there is a prompt");
    } else if (!template.equals(Conversations.TEMPLATE)
        && !template.equals(Conversations.DRAWING)) {
      throw ProblemException.invalid(
          "template", "must be conversation or generation where there are messages");
    }
    if (Boolean.TRUE.equals(thinking) && !template.equals(Conversations.DRAWING)) {
      throw ProblemException.invalid("template", "must be generation where there is thinking");
    }
  }
}
