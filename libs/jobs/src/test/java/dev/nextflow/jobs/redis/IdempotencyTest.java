package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.HOUR_MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What a key stands for: one job, for a day, whatever became of it and wherever it went. */
class IdempotencyTest {

  private final String tenant = TestQueue.unusedTenant();
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
  void remembersAKeyForADayThoughItsJobIsKeptForAnHour() {
    test.accepted(keyed(test.name, "body"));
    test.finished(test.leased(), DONE);

    String key = new QueueKeys(test.name).idempotency(tenant, "order-1");
    assertThat(test.redis.getExpire(key).block())
        .isBetween(Duration.ofHours(23), Duration.ofHours(24));
    assertThat(test.redis.getExpire(new TenantKeys(tenant).claim("order-1")).block())
        .as("longer than the queue does")
        .isGreaterThan(Duration.ofHours(24));
  }

  @Test
  void makesNoSecondJobWhereTheFirstIsNoLongerKept() {
    Job job = test.accepted(keyed(test.name, "body"));
    test.finished(test.leased(), DONE);
    test.letRetentionPass(job);
    test.reaped();

    assertThat(test.submit(keyed(test.name, "body"))).isEqualTo(new Submission.Gone(job.id()));
    assertThat(test.submit(keyed(test.name, "another"))).isEqualTo(new Submission.KeyReused());
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void saysWhatAKeyHasComeToWithoutAJobToSubmit() {
    assertThat(known("body")).isEmpty();
    Job job = test.accepted(keyed(test.name, "body"));

    assertThat(known("body")).contains(new Submission.Repeated(job));
    assertThat(known("another")).contains(new Submission.KeyReused());
    assertThat(test.queue.submission("other", "order-1", "body").blockOptional()).isEmpty();

    test.finished(test.leased(), DONE);
    test.letRetentionPass(job);
    test.reaped();
    assertThat(known("body")).contains(new Submission.Gone(job.id()));
  }

  @Test
  void knowsOfNoJobThatWasOnlyClaimed() {
    claimedOnly(test.name);

    assertThat(known("body")).isEmpty();
    Job job = test.accepted(keyed(test.name, "body"));
    assertThat(known("body")).contains(new Submission.Repeated(job));
  }

  private Optional<Submission> known(String body) {
    return test.queue.submission(tenant, "order-1", body).blockOptional();
  }

  @Test
  void knowsAKeyInEveryQueue() {
    Job job = test.accepted(keyed(test.name, "body"));
    String otherQueue = test.unusedNameAlike();

    assertThat(test.submit(keyed(otherQueue, "another body")))
        .as("of another kind")
        .isEqualTo(new Submission.KeyReused());
    assertThat(test.submit(keyed(otherQueue, "body")))
        .as("of another bundle")
        .isEqualTo(new Submission.Repeated(job));

    test.finished(test.leased(), DONE);
    test.letRetentionPass(job);
    assertThat(test.submit(keyed(otherQueue, "body"))).isEqualTo(new Submission.Gone(job.id()));
    assertThat(test.queue.reserve(otherQueue, "worker").blockOptional()).isEmpty();
  }

  @Test
  void goesOnWhereACallBrokeOffBetweenTheKeyAndTheJob() {
    JobId claimed = claimedOnly(test.name);

    Job job = test.accepted(keyed(test.name, "body"));

    assertThat(job.id()).isEqualTo(claimed);
    assertThat(test.submit(keyed(test.name, "body"))).isEqualTo(new Submission.Repeated(job));
  }

  @Test
  void letsNothingComeLateToAQueueThatAKeyHasLeft() {
    JobId claimed = claimedOnly(test.name);
    String newQueue = test.unusedNameAlike();

    Job job = test.accepted(keyed(newQueue, "body"));

    assertThat(job.id().queue()).isEqualTo(newQueue);
    assertThat(storedLate(claimed)).isEqualTo("superseded");
    assertThat(test.submit(keyed(test.name, "body"))).isEqualTo(new Submission.Repeated(job));
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void makesOneJobOfAKeyThatComesToTwoQueuesAtOnce() {
    for (int round = 0; round < 50; round++) {
      List<String> queues = List.of(test.unusedNameAlike(), test.unusedNameAlike());
      String key = "order-" + round;
      List<JobId> ids =
          Flux.range(0, 10)
              .flatMap(i -> test.queue.submit(keyed(queues.get(i % 2), key, "body")), 10)
              .map(IdempotencyTest::idOf)
              .distinct()
              .collectList()
              .block();

      assertThat(ids).hasSize(1);
      assertThat(
              queues.stream()
                  .flatMap(queue -> test.queue.reserve(queue, "worker").blockOptional().stream()))
          .hasSize(1);
    }
  }

  private static JobId idOf(Submission submission) {
    return switch (submission) {
      case Submission.Accepted(Job job) -> job.id();
      case Submission.Repeated(Job job) -> job.id();
      case Submission other -> throw new AssertionError(other);
    };
  }

  /** As a gateway leaves it that dies at the worst time. */
  private JobId claimedOnly(String queue) {
    JobId id = JobId.random(queue);
    Transition.CLAIM
        .on(
            test.redis,
            List.of(new TenantKeys(tenant).claim("order-1")),
            List.of(id.value(), "body", "60000", ""))
        .block();
    return id;
  }

  /** What a gateway is told that was only slow. */
  private String storedLate(JobId id) {
    QueueKeys.JobKeys keys = new QueueKeys(test.name).of(tenant, id);
    List<String> names = new ArrayList<>(keys.all());
    names.add(keys.queue().idempotency(tenant, "order-1"));
    List<String> arguments =
        new ArrayList<>(
            List.of(keys.queue().prefix(), keys.name(), "body", "60000", "60000", "1", "9"));
    arguments.addAll(JobFields.of(keyed(test.name, "body"), id, Dialect.RECORD_VERSION));
    return Transition.SUBMIT.on(test.redis, names, arguments).block().get(0).toString();
  }

  private NewJob keyed(String queue, String body) {
    return keyed(queue, "order-1", body);
  }

  private NewJob keyed(String queue, String key, String body) {
    return new NewJob(tenant, queue, Priority.NORMAL, "{}", "{}", key, body, 85, HOUR_MS, HOUR_MS);
  }
}
