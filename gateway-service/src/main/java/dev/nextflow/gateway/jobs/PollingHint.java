package dev.nextflow.gateway.jobs;

import dev.nextflow.jobs.Estimate;
import dev.nextflow.jobs.Pace;
import org.jspecify.annotations.Nullable;

/** When it is worth looking at a job again, for those who poll instead of following its events. */
final class PollingHint {

  /**
   * Where nothing has been learnt yet: a picture takes seconds, and several workers share a queue.
   */
  private static final long SECONDS_PER_JOB_AHEAD = 1;

  /** However long the queue: workers may be added at any time. */
  private static final long MOST_SECONDS = 60;

  private PollingHint() {}

  /**
   * Seconds for the {@code Retry-After} header: until the job has likely ended.
   *
   * @param jobsAhead null where it does not wait
   */
  static long seconds(@Nullable Long jobsAhead, Pace pace, @Nullable Estimate estimate) {
    long ahead = jobsAhead == null ? 0 : jobsAhead;
    long seconds =
        estimate == null
            ? 1 + ahead * SECONDS_PER_JOB_AHEAD
            : Math.ceilDiv(estimate.finishAtMs() - pace.nowMs(), 1000);
    return Math.clamp(seconds, 1, MOST_SECONDS);
  }
}
