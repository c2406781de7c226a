package dev.nextflow.gateway.webhooks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a receiver can be told of. */
public enum EventType {
  JOB_SUCCEEDED,
  JOB_PARTIALLY_SUCCEEDED,
  JOB_DRAFT_READY,
  JOB_AWAITING_APPROVAL,
  JOB_FAILED,
  JOB_CANCELLED,
  JOB_EXPIRED;

  private static final String JOB = "job.";

  /** The name as events write it, such as {@code job.succeeded}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
  }

  /** The type of a wire name. */
  public static Optional<EventType> of(String wireName) {
    return Arrays.stream(values()).filter(type -> type.wireName().equals(wireName)).findFirst();
  }

  /** The event of a job that came to a state. */
  static Optional<EventType> ofState(String state) {
    return of(JOB + state);
  }
}
