package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.UnderstandingWork;
import dev.nextflow.sequences.problems.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an answer or a picture is asked for with: one prompt, or a conversation whose last word is
 * the user's.
 *
 * @param prompt null where there are messages
 * @param messages first turn first; null where there is a prompt
 */
record Question(@Nullable Prompt prompt, @Nullable List<Message> messages) {

  /** Keeps nonsense off the inner network; a model's own limit, in tokens, is far below. */
  static final int MAX_MESSAGES = 256;

  /** Most pictures of all messages together: each is read whole. */
  static final int MAX_PICTURES = UnderstandingWork.MAX_PICTURES;

  /** The pictures, in their order. */
  List<Part.Shown> pictures() {
    return messages == null
        ? List.of()
        : messages.stream().flatMap(message -> message.content().pictures().stream()).toList();
  }

  /** The question among a request's fields, or null with its fault noted there. */
  static @Nullable Question from(RequestFields fields) {
    return from(fields, MAX_PICTURES);
  }

  /**
   * The same with another bound.
   *
   * @param mostPictures of all messages together
   */
  static @Nullable Question from(RequestFields fields, int mostPictures) {
    JsonNode messages = fields.any("messages");
    if (messages != null) {
      boolean alone = fields.any("prompt") == null;
      return fields.noting(() -> new Question(null, conversation(messages, alone, mostPictures)));
    }
    if (fields.any("prompt") == null) {
      return fields.noting(() -> {
        throw ProblemException.invalid("prompt", "is required");
      });
    }
    Prompt prompt = Prompt.from(fields);
    return prompt == null ? null : new Question(prompt, null);
  }

  private static List<Message> conversation(JsonNode written, boolean alone, int mostPictures) {
    Rules rules = new Rules();
    rules.require(alone, "messages", "must be left out where there is a prompt");
    rules.require(written.isArray(), "messages", "must be a list of messages");
    rules.require(
        !written.isArray() || (written.size() >= 1 && written.size() <= MAX_MESSAGES),
        "messages",
        "must be 1.." + MAX_MESSAGES + " messages");
    rules.enforce();
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      addMessage(messages, rules, written.get(i), "messages[" + i + "]");
    }
    rules.enforce();
    rules.require(messages.getLast().role().equals("user"), "messages", "must end with the user's");
    long pictures = messages.stream().mapToLong(m -> m.content().pictures().size()).sum();
    rules.require(
        pictures <= mostPictures, "messages", "must hold at most " + mostPictures + " pictures");
    rules.enforce();
    return List.copyOf(messages);
  }

  private static void addMessage(
      List<Message> messages, Rules rules, JsonNode element, String field) {
    rules.require(element.isObject(), field, "must be an object");
    if (element instanceof ObjectNode object) {
      Message message = rules.under(field, () -> Message.from(object, field));
      if (message != null) {
        messages.add(message);
      }
    }
  }
}
