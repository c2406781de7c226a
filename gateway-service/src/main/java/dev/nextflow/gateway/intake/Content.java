package dev.nextflow.gateway.intake;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a message says. What it says never stands in a log.
 *
 * @param parts at least one
 * @param plain whether it was written as a string, and not as a list
 */
record Content(List<Part> parts, boolean plain) {

  /** Keeps nonsense off the inner network. */
  static final int MAX_PARTS = 64;

  Content {
    parts = List.copyOf(parts);
  }

  /**
   * A string, or a list of parts.
   *
   * @param message where the message stands in the request
   */
  static Content from(JsonNode written, String message) {
    Rules rules = new Rules();
    if (written.isString()) {
      String text = written.stringValue();
      Prompt.check(rules, "content", text);
      rules.enforce();
      return new Content(List.of(new Part.Said(text)), true);
    }
    rules.require(written.isArray(), "content", "must be a string or a list of parts");
    rules.require(
        !written.isArray() || written.size() >= 1 && written.size() <= MAX_PARTS,
        "content",
        "must be 1.." + MAX_PARTS + " parts");
    rules.enforce();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      addPart(parts, rules, written.get(i), "content[" + i + "]", message);
    }
    rules.enforce();
    return new Content(parts, false);
  }

  private static void addPart(
      List<Part> parts, Rules rules, JsonNode element, String field, String message) {
    rules.require(element.isObject(), field, "must be an object");
    if (element instanceof ObjectNode object) {
      Part part =
          rules.under(field, () -> Part.from(new RequestFields(object), message + "." + field));
      if (part != null) {
        parts.add(part);
      }
    }
  }

  /** The pictures, in their order. */
  List<Part.Shown> pictures() {
    return parts.stream().filter(Part.Shown.class::isInstance).map(Part.Shown.class::cast).toList();
  }

  /** The content as a job shows it. */
  @JsonValue
  Object shown() {
    return plain ? parts.getFirst().shown().get("text") : parts;
  }

  @Override
  public String toString() {
    return parts.toString();
  }
}
