package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;

/** The assertion on which once-only effect rests; {@link FenceMutationTest} proves it can fail. */
final class StaleFinish {

  private StaleFinish() {}

  /** A worker without the lease can't end the job that another one runs. */
  static void isRefused(TestQueue test, Lease stale) {
    assertThat(test.finished(stale, TestQueue.DONE)).as("answer to a stale finish").isFalse();
    assertThat(test.found(stale.id()).state())
        .as("state after a stale finish")
        .isEqualTo(JobState.RUNNING);
  }
}
