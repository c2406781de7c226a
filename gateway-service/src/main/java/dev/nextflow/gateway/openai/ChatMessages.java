package dev.nextflow.gateway.openai;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The messages of a chat as the platform takes them: a role, and a text or parts. What the platform
 * has nothing for, such as sound or the call of a tool, is refused by its place and name.
 */
final class ChatMessages {

  private ChatMessages() {}

  /** The messages; what is no list is carried as it is, for the platform to refuse. */
  static JsonNode read(Parameters parameters, @Nullable JsonNode written) {
    if (written == null) {
      parameters.rules().require(false, "messages", "is required");
      return NullNode.instance;
    }
    if (!written.isArray()) {
      return written;
    }
    ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < written.size(); i++) {
      messages.add(message(parameters, "messages[" + i + "]", written.get(i)));
    }
    return messages;
  }

  private static JsonNode message(Parameters parameters, String field, JsonNode element) {
    if (!(element instanceof ObjectNode object)) {
      return element;
    }
    ObjectNode message =
        parameters.within(field, () -> Parameters.read(object, ChatMessages::message));
    return message == null ? NullNode.instance : message;
  }

  private static ObjectNode message(Parameters message) {
    JsonNode role = message.fields().any("role");
    boolean developer = role != null && role.isString() && role.stringValue().equals("developer");
    // What used to be said by the system is now said by the developer.
    message.put("role", developer ? StringNode.valueOf("system") : orNull(role));
    JsonNode content = message.fields().any("content");
    message.put(
        "content",
        content instanceof ArrayNode parts ? ChatParts.read(message, parts) : orNull(content));
    message.refuse("name", "refusal", "audio", "tool_calls", "tool_call_id", "function_call");
    message.refuse("annotations");
    return message.carried();
  }

  private static JsonNode orNull(@Nullable JsonNode value) {
    return value == null ? NullNode.instance : value;
  }
}
