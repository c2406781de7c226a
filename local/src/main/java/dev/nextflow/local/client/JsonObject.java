package dev.nextflow.local.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object out of an answer, read with the streaming parser: a mapper would double the time
 * that the command line takes to start.
 */
public record JsonObject(Map<String, @Nullable Object> fields) {

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads one object.
   *
   * @throws IllegalArgumentException if the text is not one JSON object
   */
  public static JsonObject parse(String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        return object(parser);
      }
    } catch (JacksonException broken) {
      throw new IllegalArgumentException("not JSON: " + broken.getOriginalMessage(), broken);
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  /** A text field; empty if it is absent or something else. */
  public String text(String field) {
    return fields.get(field) instanceof String text ? text : "";
  }

  /** A whole number; 0 if it is absent or something else. */
  public long number(String field) {
    return fields.get(field) instanceof Number number ? number.longValue() : 0;
  }

  /** A nested object; empty if it is absent or something else. */
  public JsonObject object(String field) {
    return fields.get(field) instanceof JsonObject nested ? nested : new JsonObject(Map.of());
  }

  /** The objects of an array; empty if it is absent or something else. */
  public List<JsonObject> objects(String field) {
    return fields.get(field) instanceof List<?> list
        ? list.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList()
        : List.of();
  }

  private static JsonObject object(JsonParser parser) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return new JsonObject(fields);
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
