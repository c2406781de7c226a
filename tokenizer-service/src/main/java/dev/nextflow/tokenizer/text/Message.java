package dev.nextflow.tokenizer.text;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one side of a conversation said, as it stands in a request.
 *
 * @param content a string, or a list of parts: see {@link Part}
 */
record Message(@Nullable Role role, @Nullable JsonNode content) {

  /** Who speaks. */
  enum Role {
    @JsonProperty("system")
    SYSTEM("system"),
    @JsonProperty("user")
    USER("user"),
    @JsonProperty("assistant")
    ASSISTANT("assistant");

    private final String name;

    Role(String name) {
      this.name = name;
    }

    /** The text that opens this side's turn. */
    String opening() {
      return name + "\n";
    }
  }
}
