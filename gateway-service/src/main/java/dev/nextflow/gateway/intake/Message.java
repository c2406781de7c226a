package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one side of a conversation said. What it says never stands in a log.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 */
record Message(String role, Content content) {

  /** Who speaks. */
  private enum Role {
    SYSTEM,
    USER,
    ASSISTANT
  }

  @Override
  public String toString() {
    return "Message[" + role + ", " + content.parts() + "]";
  }

  /**
   * Of one element of a request's list.
   *
   * @param field where it stands in the request
   */
  static Message from(ObjectNode element, String field) {
    RequestFields fields = new RequestFields(element);
    return fields.into(() -> {
      Role role = fields.choice("role", Role.class, "must be system, user or assistant");
      JsonNode written = fields.any("content");
      Rules rules = new Rules();
      rules.require(role != null, "role", "is required");
      rules.require(written != null, "content", "is required");
      Content content = written == null ? null : fields.noting(() -> Content.from(written, field));
      rules.require(
          role == Role.USER || content == null || content.pictures().isEmpty(),
          "content",
          "must be text alone: pictures are the user's");
      rules.enforce();
      return role == null || content == null
          ? null
          : new Message(role.name().toLowerCase(Locale.ROOT), content);
    });
  }
}
