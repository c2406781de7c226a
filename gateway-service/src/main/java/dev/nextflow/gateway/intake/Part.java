package dev.nextflow.gateway.intake;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What stands in a message: text, or a picture. */
sealed interface Part {

  /** The part as a job shows it: a picture by where it is from, never its bytes. */
  @JsonValue
  ObjectNode shown();

  /** Text. */
  record Said(String text) implements Part {

    @Override
    public ObjectNode shown() {
      return JsonNodeFactory.instance.objectNode().put("type", "text").put("text", text);
    }

    @Override
    public String toString() {
      return "Said[" + text.length() + " characters]";
    }
  }

  /**
   * A picture.
   *
   * @param field where it stands in the request: what is wrong with it is seen later than the rest
   */
  record Shown(String field, PictureSource source) implements Part {

    @Override
    public ObjectNode shown() {
      return source.shown();
    }
  }

  /** What a part can be. */
  enum Type {
    TEXT,
    IMAGE
  }

  /**
   * Of one element of a message's content.
   *
   * @param field where it stands in the request
   */
  static Part from(RequestFields fields, String field) {
    return fields.into(() -> {
      Type type = fields.choice("type", Type.class, "must be text or image");
      Rules rules = new Rules();
      rules.require(type != null, "type", "is required");
      rules.enforce();
      return type == Type.IMAGE
          ? new Shown(field, PictureSource.from(fields))
          : new Said(text(fields.text("text")));
    });
  }

  private static String text(@Nullable String text) {
    Rules rules = new Rules();
    rules.require(text != null, "text", "is required");
    if (text != null) {
      Prompt.check(rules, "text", text);
    }
    rules.enforce();
    return text == null ? "" : text;
  }
}
