package dev.nextflow.gateway;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a job makes. */
public enum Kind {
  /** Pictures. */
  GENERATION,
  /** An answer in text. */
  UNDERSTANDING,
  /** An answer of text and pictures in order. */
  COMPOSITION;

  /** What a field that names one must be. */
  public static final String RULE = "must be generation, understanding or composition";

  /** The name as answers write it. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
