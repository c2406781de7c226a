package dev.nextflow.tokenizer.text;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** What one side of a conversation said, as it stands in a request. */
record Message(@Nullable Role role, @Nullable String content) {

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
