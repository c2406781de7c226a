package dev.nextflow.tokenizer.text;

import dev.nextflow.sequences.problems.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What stands in a message: text, or the place of a picture, whose codes others put in. */
sealed interface Part {

  /**
   * Text.
   *
   * @param field where it stands in the request
   */
  record Said(String field, String text) implements Part {}

  /** A picture. */
  record Shown() implements Part {}

  /**
   * The parts of a message: {@code "text"}, or a list of {@code {"type": "text", "text": "..."}}
   * and {@code {"type": "picture"}}.
   *
   * @throws ProblemException naming the part and the rule that it breaks
   */
  static List<Part> of(String field, JsonNode content) {
    if (content.isString()) {
      return List.of(new Said(field, content.stringValue()));
    }
    if (!content.isArray() || content.isEmpty()) {
      throw ProblemException.invalid(field, "must be a string or a list of parts");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      parts.add(one(field + "[" + i + "]", content.get(i)));
    }
    return parts;
  }

  private static Part one(String field, JsonNode part) {
    Set<String> names = Set.copyOf(part.propertyNames());
    String type = part.path("type").asString("");
    if (type.equals("picture") && names.equals(Set.of("type"))) {
      return new Shown();
    }
    if (type.equals("text")
        && names.equals(Set.of("type", "text"))
        && part.get("text").isString()) {
      return new Said(field + ".text", part.get("text").stringValue());
    }
    throw ProblemException.invalid(field, "must be a text with its text, or a picture");
  }
}
