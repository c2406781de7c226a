package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Lease;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class EventsTest {

  private static final Duration LONG = Duration.ofSeconds(20);

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
  void replaysThenFollowsThenCompletes() {
    Job job = test.accepted();

    StepVerifier.create(test.queue.events(TENANT, job.id(), null).map(JobEvent::type))
        .expectNext("queued")
        .then(() -> test.finished(leaseWithReports(2), DONE))
        .expectNext("started", "scale", "scale", "finished")
        .expectComplete()
        .verify(LONG);
  }

  @Test
  void resumesAfterAnEvent() {
    Job job = test.accepted();
    test.finished(leaseWithReports(3), DONE);
    List<JobEvent> all = test.events(job.id());

    for (int seen = 1; seen <= all.size(); seen++) {
      String lastSeen = all.get(seen - 1).id();
      assertThat(test.queue.events(TENANT, job.id(), lastSeen).collectList().block(LONG))
          .isEqualTo(all.subList(seen, all.size()));
    }
  }

  @Test
  void replaysAllForAnIdThatIsNone() {
    Job job = test.accepted();
    test.finished(test.leased(), DONE);

    assertThat(test.queue.events(TENANT, job.id(), "'; nonsense").collectList().block(LONG))
        .isEqualTo(test.events(job.id()));
  }

  @Test
  void readsMoreThanOnePage() {
    Job job = test.accepted();
    test.finished(leaseWithReports(250), DONE);

    List<JobEvent> all = test.events(job.id());

    assertThat(all).hasSize(253);
    assertThat(all.stream().map(JobEvent::id).distinct()).hasSize(253);
    assertThat(all.getLast().type()).isEqualTo("finished");
  }

  @Test
  void tellsTheTimeOfRedis() {
    Job job = test.accepted();
    test.finished(test.leased(), DONE);

    List<JobEvent> all = test.events(job.id());

    assertThat(all.getFirst().atMs()).isBetween(job.createdAtMs(), job.createdAtMs() + 5_000);
    assertThat(all.getLast().atMs()).isGreaterThanOrEqualTo(all.getFirst().atMs());
  }

  @Test
  void showsTheSameToEverybodyWhoFollows() {
    Job job = test.accepted();
    Flux<List<JobEvent>> followers =
        Flux.range(0, 20).flatMap(i -> test.queue.events(TENANT, job.id(), null).collectList(), 20);

    StepVerifier.create(followers.collectList())
        .then(() -> test.finished(leaseWithReports(5), DONE))
        .assertNext(seen -> {
          assertThat(seen).hasSize(20);
          assertThat(seen.stream().distinct()).hasSize(1);
        })
        .expectComplete()
        .verify(LONG);
  }

  @Test
  void waitsForASlowReaderWithoutLosingAnything() {
    Job job = test.accepted();

    StepVerifier.create(test.queue.events(TENANT, job.id(), null).map(JobEvent::type), 1)
        .expectNext("queued")
        .then(() -> test.finished(leaseWithReports(3), DONE))
        .thenRequest(2)
        .expectNext("started", "scale")
        .thenRequest(3)
        .expectNext("scale", "scale", "finished")
        .expectComplete()
        .verify(LONG);
  }

  @Test
  void keepsOnlySoManyEventsAndTellsOfTheGap() {
    Job job = test.accepted();
    Lease lease = test.leased();
    String firstId = firstEvent(job).id();
    fill(job, 5_000);
    test.reported(lease, "codes:0:1", "AAA=", 1);
    test.finished(lease, DONE);

    List<JobEvent> all = test.events(job.id());

    assertThat(all).hasSizeBetween(4_000, 5_001);
    JobEvent gap = all.getFirst();
    assertThat(gap.type()).isEqualTo(JobEvent.GAP);
    assertThat(gap.data()).isEqualTo("{\"through\":\"" + gap.id() + "\"}");
    assertThat(all.stream().filter(event -> event.type().equals(JobEvent.GAP))).hasSize(1);
    assertThat(all.getLast().type()).isEqualTo("finished");
    assertThat(test.queue.events(TENANT, job.id(), firstId).collectList().block(LONG))
        .as("after one that was dropped")
        .isEqualTo(all);
    assertThat(test.queue.events(TENANT, job.id(), gap.id()).collectList().block(LONG))
        .as("after the last that was dropped")
        .isEqualTo(all.subList(1, all.size()));
  }

  @Test
  void completesWhereThereIsNoSuchJob() {
    JobId unknown = JobId.random(test.name);
    StepVerifier.create(test.queue.events(TENANT, unknown, null)).expectComplete().verify(LONG);
  }

  private JobEvent firstEvent(Job job) {
    return test.queue.events(TENANT, job.id(), null).blockFirst(LONG);
  }

  private void fill(Job job, int events) {
    String stream = new QueueKeys(test.name).of(TENANT, job.id()).events();
    String script =
        "for i = 1, %d do redis.call('XADD', KEYS[1], '*', 'type', 'text', 'data', '{}') end"
            .formatted(events);
    test.redis.execute(RedisScript.of(script), List.of(stream)).blockLast(LONG);
  }

  private Lease leaseWithReports(int reports) {
    Lease lease = test.leased();
    IntStream.rangeClosed(1, reports)
        .forEach(scale -> test.reported(lease, "codes:0:" + scale, "AAA=", scale));
    return lease;
  }
}
