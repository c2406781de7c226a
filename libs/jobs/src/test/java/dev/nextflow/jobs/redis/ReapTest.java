package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Standing;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReapTest {

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
  void leavesJobsAloneWhoseLeasesAreRenewed() {
    test.accepted();
    test.accepted();
    test.leased();

    assertThat(test.reaped()).isZero();
  }

  @Test
  void givesTheJobOfADeadWorkerToTheNextWithItsCheckpoint() {
    Job job = test.accepted();
    test.accepted();
    Lease dead = test.leased();
    test.reported(dead, "codes:0:1", "AAA=", 1);
    test.reported(dead, "codes:0:2", "BBB=", 5);
    test.letLeaseRunOut(dead);

    assertThat(test.reaped()).isEqualTo(1);

    Lease next = test.leased();
    assertThat(next.id()).isEqualTo(job.id());
    assertThat(next.attempt()).isEqualTo(2);
    assertThat(next.checkpoint())
        .containsEntry("codes:0:1", "AAA=")
        .containsEntry("codes:0:2", "BBB=")
        .hasSize(2);
    assertThat(test.found(job.id()).tokensDone()).isEqualTo(5);
  }

  @Test
  void putsTheJobThatWasSilentLongestFirst() {
    List<JobId> ids = IntStream.range(0, 3).mapToObj(i -> test.accepted().id()).toList();
    List<Lease> leases = IntStream.range(0, 3).mapToObj(i -> test.leased()).toList();
    leases.forEach(test::letLeaseRunOut);

    assertThat(test.reaped()).isEqualTo(3);

    assertThat(IntStream.range(0, 3).mapToObj(i -> test.leased().id())).isEqualTo(ids);
  }

  @Test
  void failsAJobThatKilledThreeWorkers() {
    Job job = test.accepted();
    for (int attempt = 1; attempt <= 3; attempt++) {
      Lease lease = test.leased();
      assertThat(lease.attempt()).isEqualTo(attempt);
      test.letLeaseRunOut(lease);
      assertThat(test.reaped()).isEqualTo(1);
    }

    Job ended = test.found(job.id());
    assertThat(ended.state()).isEqualTo(JobState.FAILED);
    assertThat(ended.problem()).isEqualTo("workers-died");
    assertThat(test.nothingReady()).isTrue();
    assertThat(test.eventTypes(job.id())).containsOnlyOnce("finished");
  }

  @Test
  void expiresAJobThatWaitsPastItsDeadline() {
    Job job = test.accepted();
    Job other = test.accepted();
    test.letDeadlinePass(job);

    assertThat(test.reaped()).isEqualTo(1);

    Job ended = test.found(job.id());
    assertThat(ended.state()).isEqualTo(JobState.EXPIRED);
    assertThat(ended.problem()).isEqualTo("deadline-passed");
    assertThat(test.eventTypes(job.id())).containsExactly("queued", "finished");
    assertThat(test.leased().id()).isEqualTo(other.id());
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void expiresAJobThatRunsPastItsDeadline() {
    Job job = test.accepted();
    Lease lease = test.leased();
    test.letDeadlinePass(job);

    assertThat(test.reaped()).isEqualTo(1);

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.EXPIRED);
    assertThat(test.renewed(lease)).isEqualTo(Standing.LOST);
    assertThat(test.finished(lease, DONE)).isFalse();
    assertThat(test.eventTypes(job.id())).containsExactly("queued", "started", "finished");
  }

  @Test
  void neverLeasesAJobPastItsDeadlineEvenIfNobodyReaps() {
    Job job = test.accepted();
    Job other = test.accepted();
    test.letDeadlinePass(job);

    assertThat(test.leased().id()).isEqualTo(other.id());

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.EXPIRED);
    assertThat(test.reaped()).isZero();
  }

  @Test
  void cancelsALostJobThatWasToBeCancelled() {
    Job job = test.accepted();
    Lease lease = test.leased();
    test.queue.cancel(TENANT, job.id()).block();
    test.letLeaseRunOut(lease);

    assertThat(test.reaped()).isEqualTo(1);

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void reapsMoreThanOneCallTakes() {
    IntStream.range(0, 250).forEach(i -> test.letDeadlinePass(test.accepted()));

    assertThat(test.reaped()).isEqualTo(250);

    assertThat(test.queue.depth(test.name).block().waiting().values()).containsOnly(0L);
  }

  @Test
  void countsWhatItDid() {
    test.accepted();
    test.letLeaseRunOut(test.leased());
    test.reaped();
    test.letDeadlinePass(test.accepted());
    test.reaped();

    assertThat(test.meters.counter("nextflow.jobs.reaped", "queue", test.name).count())
        .isEqualTo(1);
    assertThat(
            test.meters
                .counter("nextflow.jobs.finished", "queue", test.name, "state", "expired")
                .count())
        .isEqualTo(1);
    assertThat(test.meters.timer("nextflow.jobs.wait", "queue", test.name).count()).isEqualTo(1);
  }
}
