package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one side of a conversation said. What it says never stands in a log.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 */
record Message(String role, String content) {

  /** Who speaks. */
  private enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  /** Of one element of a request's list. */
  static Message from(ObjectNode element) {
    RequestFields fields = new RequestFields(element);
    return fields.into(() -> {
      Role role = fields.choice("role", Role.class, "must be system, user or assistant");
      String content = fields.text("content");
      check(role, content);
      return new Message(role.name().toLowerCase(Locale.ROOT), content);
    });
  }

  private static void check(@Nullable Role role, @Nullable String content) {
    Rules rules = new Rules();
    rules.require(role != null, "role", "is required");
    rules.require(content != null, "content", "is required");
    if (content != null) {
      Prompt.check(rules, "content", content);
    }
    rules.enforce();
  }

  @Override
  public String toString() {
    return "Message[" + role + ", " + content.length() + " characters]";
  }
}
