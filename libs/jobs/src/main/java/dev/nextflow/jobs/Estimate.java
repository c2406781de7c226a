package dev.nextflow.jobs;

import java.util.Optional;

/**
 * When a job is likely to start and to end; Redis's clock, epoch milliseconds. Pure, and empty
 * where nothing has been learnt yet: no estimate is better than a made-up one.
 */
public record Estimate(long startAtMs, long finishAtMs) {

  /** A worker met half way through its job, on average, has this share of it left. */
  private static final double LEFT_OF_A_JOB_MET = 0.5;

  /**
   * Of a job that waits. Takes it that as many jobs run at once as run now, and each takes as long
   * as those that ended lately.
   *
   * @param jobsAhead its {@linkplain JobQueue#position position}
   * @param tokensLeft of the job itself
   */
  public static Optional<Estimate> ofWaiting(Pace pace, long jobsAhead, long tokensLeft) {
    if (pace.ends() == 0) {
      return Optional.empty();
    }
    double msPerJob = pace.msPerToken() * pace.tokensPerJob();
    // Nobody runs: whoever comes takes the first at once, and all others wait for that one worker.
    double jobsBefore = pace.running() == 0 ? jobsAhead : jobsAhead + LEFT_OF_A_JOB_MET;
    double startMs = jobsBefore * msPerJob / Math.max(1, pace.running());
    return Optional.of(at(pace, startMs, startMs + tokensLeft * pace.msPerToken()));
  }

  /** Of a job that runs; it starts now, from where it is. */
  public static Optional<Estimate> ofRunning(Pace pace, long tokensLeft) {
    return pace.ends() == 0
        ? Optional.empty()
        : Optional.of(at(pace, 0, tokensLeft * pace.msPerToken()));
  }

  private static Estimate at(Pace pace, double startInMs, double finishInMs) {
    return new Estimate(
        pace.nowMs() + Math.round(startInMs), pace.nowMs() + Math.round(finishInMs));
  }
}
