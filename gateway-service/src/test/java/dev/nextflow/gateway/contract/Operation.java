package dev.nextflow.gateway.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One operation of the document.
 *
 * @param path with variables, such as {@code /v1/jobs/{id}}
 * @param parameters those of the path included, references followed
 */
record Operation(
    Contract contract, String method, String path, JsonNode written, List<JsonNode> parameters) {

  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  static Operation of(Contract contract, String method, String path, JsonNode item) {
    JsonNode written = item.get(method);
    List<JsonNode> parameters =
        Stream.of(item, written)
            .flatMap(level -> level.path("parameters").valueStream())
            .map(contract::resolved)
            .toList();
    return new Operation(contract, method.toUpperCase(Locale.ROOT), path, written, parameters);
  }

  String id() {
    return written.get("operationId").stringValue();
  }

  boolean isAt(String actualPath) {
    return actualPath.matches(path.replaceAll("\\{[^}]+}", "[^/]+"));
  }

  boolean isForAdmins() {
    return path.startsWith("/v1/admin/");
  }

  Stream<JsonNode> parametersIn(String where) {
    return parameters.stream().filter(p -> p.get("in").stringValue().equals(where));
  }

  /** The path with values for its variables. */
  String pathWith(UnaryOperator<String> valueOf) {
    return VARIABLE
        .matcher(path)
        .replaceAll(found -> Matcher.quoteReplacement(valueOf.apply(found.group(1))));
  }

  List<String> statuses() {
    return written.get("responses").propertyNames().stream().toList();
  }

  boolean has(String status) {
    return written.get("responses").has(status);
  }

  Optional<JsonNode> response(int status) {
    return Optional.ofNullable(written.get("responses").get(String.valueOf(status)))
        .map(contract::resolved);
  }

  /** What a request may carry, by content type. */
  JsonNode bodies() {
    return written.path("requestBody").path("content");
  }

  boolean takesBody() {
    return written.has("requestBody");
  }

  String contentType() {
    return bodies().propertyNames().iterator().next();
  }

  /** The first example of a body; empty where none is taken. */
  String body() {
    if (!takesBody()) {
      return "";
    }
    JsonNode example = bodies().get(contentType()).get("examples").iterator().next();
    JsonNode value = contract.resolved(example).get("value");
    return value.isString() ? value.stringValue() : value.toString();
  }

  /** The schema of a body, or of one of its lines. */
  JsonNode bodySchema() {
    JsonNode media = bodies().get(contentType());
    return media.has("x-item-schema") ? media.get("x-item-schema") : media.get("schema");
  }

  /** The kinds of object that a body can be, each with its properties. */
  List<JsonNode> bodyVariants() {
    JsonNode schema = contract.resolved(bodySchema());
    // Beside properties it says which of them are needed.
    return schema.has("anyOf") && !schema.has("properties")
        ? schema.get("anyOf").valueStream().map(contract::resolved).toList()
        : List.of(schema);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
