package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Pace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a queue learns from the ends of its jobs. */
class PaceTest {

  private TestQueue test;

  @BeforeEach
  void open() {
    test = TestQueue.open();
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void isUnknownAtFirst() {
    test.accepted();
    test.leased();

    assertThat(pace().ends()).isZero();
    assertThat(pace().running()).isEqualTo(1);
  }

  @Test
  void isThatOfTheFirstJobAndThenMovesAFifthOfTheWay() {
    ended(tookMs(leased(), 1_000), 10, DONE);
    assertThat(pace().msPerToken()).isCloseTo(100, within(30.0));
    assertThat(pace().tokensPerJob()).isEqualTo(10);

    ended(tookMs(leased(), 40_000), 20, DONE);

    assertThat(pace().ends()).isEqualTo(2);
    assertThat(pace().tokensPerJob()).isEqualTo(12);
    assertThat(pace().msPerToken()).isCloseTo(100 + 0.2 * (2_000 - 100), within(60.0));
  }

  @Test
  void learnsFromDraftsAndPartsButNotFromFailuresAndCancels() {
    ended(leased(), 10, new Outcome.Failed("drawing-failed"));
    ended(leased(), 10, new Outcome.Cancelled());
    ended(leased(), 0, DONE);
    assertThat(pace().ends()).isZero();

    ended(leased(), 10, new Outcome.Rested(JobState.DRAFT_READY, "{}"));
    ended(leased(), 10, new Outcome.PartiallySucceeded("{}"));
    assertThat(pace().ends()).isEqualTo(2);
  }

  @Test
  void countsOnlyWhatTheLastAttemptDrew() {
    Lease dead = leased();
    test.reported(dead, "codes:0:1", "AAA=", 80);
    test.letLeaseRunOut(dead);
    test.reaped();

    ended(test.leased(), 85, DONE);

    assertThat(pace().tokensPerJob()).isEqualTo(5);
  }

  private Lease leased() {
    test.accepted();
    return test.leased();
  }

  private Lease tookMs(Lease lease, long ms) {
    String job = new QueueKeys(test.name).of(TENANT, lease.id()).job();
    test.redis.opsForHash().increment(job, "leasedAtMs", -ms).block();
    return lease;
  }

  private void ended(Lease lease, long tokens, Outcome outcome) {
    if (tokens > 0) {
      test.reported(lease, "codes:0:1", "AAA=", tokens);
    }
    test.finished(lease, outcome);
  }

  private Pace pace() {
    return test.queue.pace(test.name).block();
  }
}
