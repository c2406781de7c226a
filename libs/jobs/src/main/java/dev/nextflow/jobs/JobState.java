package dev.nextflow.jobs;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a job stands. {@code README.md} has the same table as a diagram; a test compares them. */
public enum JobState {
  /** Accepted and waiting in its lane. */
  QUEUED,
  /** A worker holds a lease on it. */
  RUNNING,
  /** At rest with what is done so far, until its tenant approves. */
  AWAITING_APPROVAL,
  /** At rest with a draft, until its tenant has it finished. */
  DRAFT_READY,
  /** Ended with a result. */
  SUCCEEDED,
  /** Ended with a result that lacks some of what was asked. */
  PARTIALLY_SUCCEEDED,
  /** Ended with a problem code. */
  FAILED,
  /** Ended because its tenant asked. */
  CANCELLED,
  /** Ended because its deadline passed. */
  EXPIRED;

  /** States that a job can go to from here; none where it has ended. */
  public Set<JobState> next() {
    return switch (this) {
      case QUEUED -> EnumSet.of(RUNNING, CANCELLED, EXPIRED);
      case RUNNING -> EnumSet.complementOf(EnumSet.of(RUNNING));
      case AWAITING_APPROVAL, DRAFT_READY -> EnumSet.of(QUEUED, CANCELLED, EXPIRED);
      case SUCCEEDED, PARTIALLY_SUCCEEDED, FAILED, CANCELLED, EXPIRED ->
          EnumSet.noneOf(JobState.class);
    };
  }

  /** Whether a job never leaves this state. */
  public boolean terminal() {
    return next().isEmpty();
  }

  /** Whether a job waits here for its tenant, and no worker has to do with it. */
  public boolean resting() {
    return this == AWAITING_APPROVAL || this == DRAFT_READY;
  }

  /** Whether a job that is here has a result. */
  public boolean hasResult() {
    return resting() || this == SUCCEEDED || this == PARTIALLY_SUCCEEDED;
  }

  /** The name as events, scripts and answers write it, such as {@code queued}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of a wire name. */
  public static JobState ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
