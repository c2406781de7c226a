package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Standing;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class LeaseTest {

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
  void carriesAJobFromSubmitToItsResult() {
    Job job = test.accepted();

    Lease lease = test.leased();
    assertThat(lease.id()).isEqualTo(job.id());
    assertThat(lease.tenant()).isEqualTo(TENANT);
    assertThat(lease.work()).isEqualTo(job.work());
    assertThat(lease.checkpoint()).isEmpty();
    assertThat(lease.attempt()).isEqualTo(1);
    assertThat(test.found(job.id()).state()).isEqualTo(JobState.RUNNING);
    assertThat(test.reported(lease, "codes:0:1", "AAA=", 1)).isEqualTo(Standing.HELD);
    assertThat(test.finished(lease, DONE)).isTrue();

    Job ended = test.found(job.id());
    assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(ended.result()).isEqualTo("{\"images\":1}");
    assertThat(ended.problem()).isNull();
    assertThat(ended.tokensDone()).isEqualTo(1);
    assertThat(ended.finishedAtMs()).isGreaterThanOrEqualTo(ended.startedAtMs()).isPositive();
    assertThat(test.queue.checkpoint(TENANT, job.id()).block())
        .isEqualTo(Map.of("codes:0:1", "AAA="));
    assertThat(test.eventTypes(job.id())).containsExactly("queued", "started", "scale", "finished");
  }

  @Test
  void saysHowTheJobEndedInItsLastEvent() {
    Job job = test.accepted();
    test.finished(test.leased(), new Outcome.Failed("drawing-failed"));

    assertThat(test.found(job.id()).problem()).isEqualTo("drawing-failed");
    JobEvent last = test.events(job.id()).getLast();
    assertThat(last.type()).isEqualTo("finished");
    assertThat(last.data()).contains("\"state\":\"failed\"", "\"problem\":\"drawing-failed\"");
  }

  @Test
  void hasNothingToLeaseWhereNothingWaits() {
    assertThat(test.nothingReady()).isTrue();
    test.accepted();
    test.leased();
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void neverLeasesOneJobTwiceAtATime() {
    IntStream.range(0, 40).forEach(i -> test.accepted());

    Long distinct =
        Flux.range(0, 60)
            .flatMap(i -> test.queue.reserve(test.name, "worker-" + i), 60)
            .map(Lease::id)
            .distinct()
            .count()
            .block();

    assertThat(distinct).isEqualTo(40);
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void refusesEveryWriteOfAWorkerThatLostItsLease() {
    Job job = test.accepted();
    Lease stale = test.leased();
    test.letLeaseRunOut(stale);
    test.reaped();
    Lease current = test.leased();
    assertThat(current.fence()).isGreaterThan(stale.fence());
    Job before = test.found(job.id());

    assertThat(test.renewed(stale)).isEqualTo(Standing.LOST);
    assertThat(test.reported(stale, "codes:0:1", "stale", 85)).isEqualTo(Standing.LOST);
    assertThat(test.released(stale)).isFalse();
    StaleFinish.isRefused(test, stale);

    assertThat(test.found(job.id())).isEqualTo(before);
    assertThat(test.queue.checkpoint(TENANT, job.id()).block()).isEmpty();
    assertThat(test.finished(current, DONE)).isTrue();
    assertThat(test.eventTypes(job.id()))
        .containsExactly("queued", "started", "queued", "started", "finished");
  }

  @Test
  void refusesEveryWriteOnceTheJobHasEnded() {
    Job job = test.accepted();
    Lease lease = test.leased();
    test.finished(lease, DONE);
    Job ended = test.found(job.id());

    assertThat(test.finished(lease, new Outcome.Failed("internal"))).isFalse();
    assertThat(test.renewed(lease)).isEqualTo(Standing.LOST);
    assertThat(test.reported(lease, "codes:0:2", "late", 85)).isEqualTo(Standing.LOST);
    assertThat(test.released(lease)).isFalse();

    assertThat(test.found(job.id())).isEqualTo(ended);
    assertThat(test.eventTypes(job.id())).containsOnlyOnce("finished");
  }

  @Test
  void confirmsAFinishWhoseAnswerWasLostWithoutEndingTwice() {
    Job job = test.accepted();
    Mono<Boolean> finish = test.queue.finish(test.leased(), DONE);

    assertThat(finish.block()).isTrue();
    assertThat(finish.block()).isTrue();

    assertThat(test.eventTypes(job.id())).containsOnlyOnce("finished");
    assertThat(
            test.meters
                .counter("nextflow.jobs.finished", "queue", test.name, "state", "succeeded")
                .count())
        .isEqualTo(1);
  }

  @Test
  void storesAReportThatIsSentTwiceOnce() {
    Job job = test.accepted();
    Lease lease = test.leased();
    Mono<Standing> report =
        test.queue.report(lease, new Progress(Map.of("codes:0:1", "AAA="), "scale", "{}", 1));

    assertThat(report.block()).isEqualTo(Standing.HELD);
    assertThat(report.block()).isEqualTo(Standing.HELD);
    test.finished(lease, DONE);

    assertThat(test.eventTypes(job.id())).containsOnlyOnce("scale");
  }

  @Test
  void extendsTheLeaseWithEveryRenewalAndReport() {
    test.accepted();
    Lease lease = test.leased();
    test.letLeaseRunOut(lease);
    assertThat(test.renewed(lease)).isEqualTo(Standing.HELD);
    assertThat(test.reaped()).isZero();

    test.letLeaseRunOut(lease);
    assertThat(test.reported(lease, "codes:0:1", "AAA=", 1)).isEqualTo(Standing.HELD);
    assertThat(test.reaped()).isZero();
  }

  @Test
  void takesAJobBackToTheFrontWithoutCountingTheAttempt() {
    Job first = test.accepted();
    test.accepted();
    Lease lease = test.leased();
    test.reported(lease, "codes:0:1", "AAA=", 1);

    assertThat(test.released(lease)).isTrue();

    assertThat(test.found(first.id()).state()).isEqualTo(JobState.QUEUED);
    assertThat(test.renewed(lease)).isEqualTo(Standing.LOST);
    Lease next = test.leased();
    assertThat(next.id()).isEqualTo(first.id());
    assertThat(next.attempt()).isEqualTo(1);
    assertThat(next.fence()).isGreaterThan(lease.fence());
    assertThat(next.checkpoint()).containsEntry("codes:0:1", "AAA=");
  }

  @Test
  void keepsAnEndedJobForItsRetention() {
    Job job = test.accepted();
    Lease lease = test.leased();
    test.reported(lease, "codes:0:1", "AAA=", 1);
    test.finished(lease, DONE);

    QueueKeys.JobKeys keys = new QueueKeys(test.name).of(TENANT, job.id());
    for (String key : List.of(keys.job(), keys.checkpoint(), keys.events())) {
      assertThat(test.redis.getExpire(key).block().toMillis())
          .as(key)
          .isBetween(TestQueue.HOUR_MS - 60_000, TestQueue.HOUR_MS);
    }
  }
}
