package dev.nextflow.gateway.batches;

import dev.nextflow.jobs.JobState;
import java.util.Locale;

/** What became of a line. */
public enum LineEnd {
  /** Its job has all that was asked for; one that rests with a draft has it too. */
  SUCCEEDED,
  /** Its job has some of it. */
  PARTIALLY_SUCCEEDED,
  /** Its job failed or expired. */
  FAILED,
  /** It was cancelled, or never submitted since its batch was cancelled. */
  CANCELLED,
  /** Its job was deleted before anybody saw how it ended. */
  DELETED,
  /** It broke a rule and never was a job. */
  REJECTED;

  /** Of a job that has ended or rests. */
  static LineEnd of(JobState state) {
    return switch (state) {
      case SUCCEEDED, DRAFT_READY, AWAITING_APPROVAL -> SUCCEEDED;
      case PARTIALLY_SUCCEEDED -> PARTIALLY_SUCCEEDED;
      case FAILED, EXPIRED -> FAILED;
      case CANCELLED -> CANCELLED;
      case QUEUED, RUNNING -> throw new IllegalArgumentException("no end: " + state);
    };
  }

  /** The name as answers and the store write it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The end of a wire name. */
  public static LineEnd ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
