package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Sends requests, and holds every answer against the document: its status, headers, content type
 * and body. Remembers what it has seen. Thread-safe.
 */
final class Witness {

  /**
   * What HTTP itself or every answer has; {@code cache-control} only where nothing else is said.
   */
  private static final Set<String> EVERYWHERE =
      Set.of(
          "content-type",
          "content-length",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "date",
          "x-content-type-options",
          "cache-control");

  private final Contract contract = Contract.WRITTEN;
  private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Set<String>> seen = Collections.synchronizedMap(new TreeMap<>());

  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Whether an operation has given this status. */
  boolean hasSeen(Operation operation, String status) {
    return seen.getOrDefault(operation.id(), Set.of()).contains(status);
  }

  Answer get(Api api, String path, String... headers) {
    return send(api, "GET", path, new byte[0], headers);
  }

  /** Sends JSON. */
  Answer send(Api api, String method, String path, String json, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/json";
    return send(api, method, path, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), all);
  }

  Answer send(Api api, String method, String path, byte[] body, String... headers) {
    Answer answer = api.send(method, path, body, headers);
    String request = method + " " + path;
    Optional<Operation> operation = contract.operation(method, path.replaceAll("[?].*", ""));
    if (operation.isEmpty()) {
      faults.add(request + ": no such operation");
      return answer;
    }
    String status = String.valueOf(answer.status());
    seen.computeIfAbsent(operation.get().id(), _ -> new TreeSet<>()).add(status);
    operation
        .get()
        .response(answer.status())
        .ifPresentOrElse(
            written -> check(request + " " + status, written, answer),
            () -> faults.add(request + ": undocumented status " + status + " " + answer.text()));
    return answer;
  }

  private void check(String what, JsonNode written, Answer answer) {
    JsonNode headers = written.path("headers");
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    known.addAll(headers.propertyNames());
    headers
        .properties()
        .forEach(
            header -> header(what, header.getKey(), contract.resolved(header.getValue()), answer));
    answer.headers().map().keySet().stream()
        .filter(name -> !known.contains(name) && !EVERYWHERE.contains(lower(name)))
        .forEach(name -> faults.add(what + ": undocumented header " + name));
    expect(what, answer.header("X-Content-Type-Options").equals("nosniff"), "nosniff is missing");
    expect(
        what,
        known.contains("Cache-Control") || answer.header("Cache-Control").equals("no-store"),
        "Cache-Control " + answer.header("Cache-Control"));
    body(what, written.path("content"), answer);
  }

  private void header(String what, String name, JsonNode written, Answer answer) {
    String value = answer.header(name);
    if (value.isEmpty()) {
      expect(what, !written.path("required").asBoolean(false), "no header " + name);
      return;
    }
    boolean number = written.at("/schema/type").asString("").equals("integer");
    JsonNode told =
        number && value.matches("\\d{1,18}")
            ? JsonNodeFactory.instance.numberNode(Long.parseLong(value))
            : JsonNodeFactory.instance.stringNode(value);
    fits(what + " header " + name, written.get("schema"), told);
  }

  private void body(String what, JsonNode content, Answer answer) {
    if (content.isMissingNode()) {
      expect(what, answer.body().length == 0, "a body where none is documented");
      return;
    }
    String type = answer.header("Content-Type").replaceAll(";.*", "");
    JsonNode media = content.get(type);
    if (media == null) {
      faults.add(what + ": undocumented content type " + type);
    } else if (media.has("x-item-schema")) {
      List<JsonNode> items = Items.of(type, answer.text());
      items.forEach(item -> fits(what, media.get("x-item-schema"), item));
    } else if (media.has("schema")) {
      fits(what, media.get("schema"), value(what, type, answer));
    }
  }

  private JsonNode value(String what, String type, Answer answer) {
    try {
      return type.endsWith("json")
          ? JsonMapper.shared().readTree(answer.body())
          : JsonNodeFactory.instance.stringNode(answer.text());
    } catch (JacksonException broken) {
      faults.add(what + ": no JSON");
      return JsonNodeFactory.instance.missingNode();
    }
  }

  private void fits(String what, JsonNode schema, JsonNode value) {
    contract
        .faults(schema, value)
        .forEach(fault -> faults.add(what + ": " + fault + " in " + shortened(value)));
  }

  private void expect(String what, boolean holds, String otherwise) {
    if (!holds) {
      faults.add(what + ": " + otherwise);
    }
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.substring(0, Math.min(400, text.length()));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
