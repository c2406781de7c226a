package dev.nextflow.gateway.sessions;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What was said, in one form: every message as a role and its parts. Pure. */
final class ShownMessages {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ShownMessages() {}

  /** What a request asks, as its job shows it: a prompt, or messages whose content may be text. */
  static ArrayNode of(JsonNode request) {
    ArrayNode messages = NODES.arrayNode();
    if (request.path("messages").isArray()) {
      request
          .get("messages")
          .forEach(message ->
              messages.add(message(message.get("role").stringValue(), message.get("content"))));
    } else {
      messages.add(message("user", request.path("prompt")));
    }
    return messages;
  }

  /** One message of the assistant's. */
  static ObjectNode answer(ArrayNode parts) {
    return message("assistant", parts);
  }

  static ObjectNode text(String text) {
    return NODES.objectNode().put("type", "text").put("text", text);
  }

  static ObjectNode picture(String job, int index) {
    return NODES.objectNode().put("type", "image").put("job", job).put("index", index);
  }

  private static ObjectNode message(String role, JsonNode content) {
    ObjectNode message = NODES.objectNode().put("role", role);
    message.set(
        "parts", content.isArray() ? content : NODES.arrayNode().add(text(content.asString(""))));
    return message;
  }
}
