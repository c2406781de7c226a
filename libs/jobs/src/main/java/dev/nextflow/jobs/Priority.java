package dev.nextflow.jobs;

import java.util.Locale;

/** Strict: no job of a lower priority is leased while one of a higher priority waits. */
public enum Priority {
  HIGH,
  NORMAL,
  LOW;

  /** The name as keys and answers write it, such as {@code high}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The priority of a wire name. */
  public static Priority ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
