package dev.nextflow.gateway;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a job makes. */
public enum Kind {
  /** Pictures. */
  GENERATION,
  /** An answer in text. */
  UNDERSTANDING;

  /** The name as answers write it. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
