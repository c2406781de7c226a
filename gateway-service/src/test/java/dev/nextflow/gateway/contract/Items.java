package dev.nextflow.gateway.contract;

import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A body that is made of items: JSON Lines, or server-sent events. */
final class Items {

  private static final JsonMapper JSON = JsonMapper.shared();

  private Items() {}

  static List<JsonNode> of(String contentType, String body) {
    return contentType.equals("text/event-stream")
        ? Arrays.stream(body.split("\n\n")).map(Items::event).filter(e -> !e.isEmpty()).toList()
        : body.lines().map(JSON::readTree).toList();
  }

  /** As an object of its fields; comments are none. */
  private static JsonNode event(String block) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    block
        .lines()
        .filter(line -> !line.isEmpty() && !line.startsWith(":"))
        .map(line -> line.split(":", 2))
        .forEach(field -> event.set(field[0], value(field[0], field[1].strip())));
    return event;
  }

  private static JsonNode value(String field, String text) {
    try {
      return field.equals("data") ? JSON.readTree(text) : JsonNodeFactory.instance.stringNode(text);
    } catch (JacksonException word) {
      return JsonNodeFactory.instance.stringNode(text); // such as [DONE]
    }
  }
}
