package dev.nextflow.gateway.jobs;

import org.jspecify.annotations.Nullable;

/** When it is worth looking at a job again, for those who poll instead of following its events. */
final class PollingHint {

  /** A guess: a picture takes seconds, and several workers share a queue. */
  private static final long SECONDS_PER_JOB_AHEAD = 1;

  /** However long the queue: workers may be added at any time. */
  private static final long MOST_SECONDS = 60;

  private PollingHint() {}

  /**
   * Seconds for the {@code Retry-After} header.
   *
   * @param jobsAhead null where it does not wait
   */
  static long seconds(@Nullable Long jobsAhead) {
    long ahead = jobsAhead == null ? 0 : jobsAhead;
    return Math.min(1 + ahead * SECONDS_PER_JOB_AHEAD, MOST_SECONDS);
  }
}
