package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Cancellation;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class CancelTest {

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
  void endsAJobThatWaitsAtOnce() {
    Job job = test.accepted();
    Job other = test.accepted();

    assertThat(cancelled(TENANT, job.id())).isEqualTo(Cancellation.CANCELLED);

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(test.eventTypes(job.id())).containsExactly("queued", "finished");
    assertThat(test.leased().id()).isEqualTo(other.id());
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void keepsTheTurnsOfOthersWhenALaneRunsEmpty() {
    Job only = test.accepted(test.job("a", Priority.NORMAL));
    test.accepted(test.job("b", Priority.NORMAL));

    cancelled("a", only.id());
    Job again = test.accepted(test.job("a", Priority.NORMAL));

    assertThat(test.leased().tenant()).isEqualTo("b");
    assertThat(test.leased().id()).isEqualTo(again.id());
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void tellsTheWorkerOfAJobThatRuns() {
    Job job = test.accepted();
    Lease lease = test.leased();

    assertThat(cancelled(TENANT, job.id())).isEqualTo(Cancellation.REQUESTED);

    Job running = test.found(job.id());
    assertThat(running.state()).isEqualTo(JobState.RUNNING);
    assertThat(running.cancelRequested()).isTrue();
    assertThat(test.renewed(lease)).isEqualTo(Standing.CANCEL_REQUESTED);
    assertThat(test.reported(lease, "codes:0:1", "AAA=", 1)).isEqualTo(Standing.CANCEL_REQUESTED);
    assertThat(test.finished(lease, new Outcome.Cancelled())).isTrue();
    assertThat(test.found(job.id()).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void hintsAtTheCancelWithoutARenewal() {
    Job job = test.accepted();
    Lease lease = test.leased();
    test.queue.awaitReady(test.name, Duration.ofSeconds(1)).block();
    CompletableFuture<Void> hint = test.queue.awaitCancelHint(lease).toFuture();

    cancelled(TENANT, job.id());

    assertThat(hint).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void endsAJobThatIsHandedBackAfterTheCancel() {
    Job job = test.accepted();
    Lease lease = test.leased();
    cancelled(TENANT, job.id());

    assertThat(test.released(lease)).isTrue();

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void changesNothingOnceTheJobHasEnded() {
    Job job = test.accepted();
    test.finished(test.leased(), DONE);

    assertThat(cancelled(TENANT, job.id())).isEqualTo(Cancellation.ALREADY_FINISHED);

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(test.found(job.id()).cancelRequested()).isFalse();
    assertThat(test.eventTypes(job.id())).containsOnlyOnce("finished");
  }

  @Test
  void knowsNoJobOfAnotherTenant() {
    Job job = test.accepted();

    assertThat(cancelled("other", job.id())).isEqualTo(Cancellation.UNKNOWN);
    assertThat(cancelled(TENANT, JobId.random(test.name))).isEqualTo(Cancellation.UNKNOWN);

    assertThat(test.leased().id()).isEqualTo(job.id());
  }

  @Test
  void racesWithFinishToExactlyOneEnd() {
    Map<String, Integer> ends = new TreeMap<>();
    for (int round = 0; round < 500; round++) {
      Job job = test.accepted();
      Lease lease = test.leased();
      // Cancel is asked before or after in turn, so that either side wins some rounds.
      Mono<Boolean> finish = test.queue.finish(lease, DONE).subscribeOn(Schedulers.parallel());
      Mono<Cancellation> cancel =
          test.queue.cancel(TENANT, job.id()).subscribeOn(Schedulers.parallel());
      if (round % 2 == 0) {
        Mono.zip(finish, cancel).block();
      } else {
        Mono.zip(cancel, finish).block();
      }
      ends.merge(test.found(job.id()).state().wireName(), 1, Integer::sum);
      assertThat(test.eventTypes(job.id())).containsOnlyOnce("finished");
    }
    // A job that runs is ended by its worker alone; a cancel that came too late changed nothing.
    assertThat(ends).containsOnlyKeys("succeeded");
  }

  @Test
  void racesWithADraftToExactlyOneEnd() {
    for (int round = 0; round < 100; round++) {
      Job job = test.accepted();
      Lease lease = test.leased();
      Outcome draft = new Outcome.Rested(JobState.DRAFT_READY, "{}");
      var both =
          Mono.zip(
                  test.queue.finish(lease, draft).subscribeOn(Schedulers.parallel()),
                  test.queue.cancel(TENANT, job.id()).subscribeOn(Schedulers.parallel()))
              .block();
      assertThat(both.getT1()).isTrue();
      assertThat(both.getT2()).isIn(Cancellation.CANCELLED, Cancellation.REQUESTED);
      assertThat(test.found(job.id()).state()).isEqualTo(JobState.CANCELLED);
      assertThat(test.eventTypes(job.id())).containsOnlyOnce("finished");
    }
  }

  @Test
  void racesWithReserveToExactlyOneEnd() {
    for (int round = 0; round < 100; round++) {
      Job job = test.accepted();
      Mono<List<Lease>> reserve = test.queue.reserve(test.name, "worker").flux().collectList();
      var both =
          Mono.zip(
                  reserve.subscribeOn(Schedulers.parallel()),
                  test.queue.cancel(TENANT, job.id()).subscribeOn(Schedulers.parallel()))
              .block();
      if (both.getT1().isEmpty()) {
        assertThat(both.getT2()).isEqualTo(Cancellation.CANCELLED);
      } else {
        assertThat(both.getT2()).isEqualTo(Cancellation.REQUESTED);
        test.finished(both.getT1().getFirst(), new Outcome.Cancelled());
      }
      assertThat(test.found(job.id()).state()).isEqualTo(JobState.CANCELLED);
      assertThat(test.eventTypes(job.id())).containsOnlyOnce("finished");
    }
  }

  private Cancellation cancelled(String tenant, JobId id) {
    return test.queue.cancel(tenant, id).block();
  }
}
