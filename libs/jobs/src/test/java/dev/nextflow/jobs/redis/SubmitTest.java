package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.HOUR_MS;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.Submission;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class SubmitTest {

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
  void storesTheJobAsGiven() {
    Job job = test.accepted(test.job(TENANT, Priority.HIGH));

    assertThat(test.found(job.id())).isEqualTo(job);
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.priority()).isEqualTo(Priority.HIGH);
    assertThat(job.work()).isEqualTo("{\"seed\":7}");
    assertThat(job.view()).isEqualTo("{}");
    assertThat(job.tokensTotal()).isEqualTo(85);
    assertThat(job.expiresAtMs()).isEqualTo(job.createdAtMs() + HOUR_MS);
    assertThat(job.id().queue()).isEqualTo(test.name);
    assertThat(List.of(job.startedAtMs(), job.finishedAtMs(), (long) job.attempt()))
        .containsOnly(0L);
  }

  @Test
  void keepsTextsThatAreNotPlain() {
    String odd = "{\"prompt\":\"a \\\"quoted\\\" \u2603 \ud83d\udc08\\n\"}";
    NewJob plain = test.job();
    Job job =
        test.accepted(
            new NewJob(
                TENANT, test.name, plain.priority(), odd, odd, null, "", 0, HOUR_MS, HOUR_MS));

    assertThat(job.work()).isEqualTo(odd);
    assertThat(test.leased().work()).isEqualTo(odd);
  }

  @Test
  void hidesTheJobFromOtherTenants() {
    Job job = test.accepted();

    assertThat(test.queue.find("other", job.id()).blockOptional()).isEmpty();
    assertThat(test.queue.checkpoint("other", job.id()).blockOptional()).isEmpty();
    assertThat(test.queue.position("other", job.id()).blockOptional()).isEmpty();
    assertThat(test.queue.events("other", job.id(), null).collectList().block()).isEmpty();
  }

  @Test
  void answersARepeatedKeyWithTheSameJob() {
    Job first = test.accepted(test.keyed("order-1", "body"));
    test.leased();

    Submission second = test.submit(test.keyed("order-1", "body"));

    assertThat(second).isEqualTo(new Submission.Repeated(test.found(first.id())));
    assertThat(test.found(first.id()).state()).isEqualTo(JobState.RUNNING);
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void refusesAKeyThatComesWithAnotherBody() {
    test.accepted(test.keyed("order-1", "body"));

    assertThat(test.submit(test.keyed("order-1", "another body")))
        .isEqualTo(new Submission.KeyReused());
    test.leased();
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void letsEveryTenantUseTheSameKey() {
    test.accepted(test.keyed("order-1", "body"));

    assertThat(test.submit(test.job("other", Priority.NORMAL, "order-1", "another", HOUR_MS)))
        .isInstanceOf(Submission.Accepted.class);
  }

  @Test
  void makesOneJobOfFiftyConcurrentRepeats() {
    List<Submission> answers =
        Flux.range(0, 50)
            .flatMap(i -> test.queue.submit(test.keyed("order-1", "body")), 50)
            .collectList()
            .block();

    assertThat(answers).hasSize(50);
    assertThat(answers.stream().filter(Submission.Accepted.class::isInstance)).hasSize(1);
    assertThat(answers.stream().map(SubmitTest::idOf).distinct()).hasSize(1);
    test.leased();
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void makesOneJobOfACallSentTwiceBecauseItsAnswerWasLost() {
    Mono<Submission> call = test.queue.submit(test.job());

    JobId first = idOf(call.block());
    JobId second = idOf(call.block());

    assertThat(second).isEqualTo(first);
    test.leased();
    assertThat(test.nothingReady()).isTrue();
    assertThat(test.queue.depth(test.name).block().leased()).isEqualTo(1);
  }

  @Test
  void refusesMoreUnfinishedJobsThanTheTenantMayHave() {
    Share two = new Share(1, 2);
    test.accepted(test.sharing(TENANT, Priority.NORMAL, two));
    test.accepted(test.sharing(TENANT, Priority.HIGH, two));

    assertThat(test.submit(test.sharing(TENANT, Priority.LOW, two)))
        .isEqualTo(new Submission.TooManyUnfinished());
    test.accepted(test.sharing("other", Priority.LOW, two));

    Lease lease = test.leased();
    assertThat(test.submit(test.sharing(TENANT, Priority.LOW, two)))
        .as("one that runs counts too")
        .isEqualTo(new Submission.TooManyUnfinished());
    test.finished(lease, TestQueue.DONE);
    test.accepted(test.sharing(TENANT, Priority.LOW, two));
  }

  @Test
  void neverForgetsAJobThatHasNotEnded() {
    Job job = test.accepted();
    QueueKeys.JobKeys keys = new QueueKeys(test.name).of(TENANT, job.id());
    assertThat(test.redis.getExpire(keys.job()).block()).isEqualTo(Duration.ZERO);

    test.reported(test.leased(), "codes:0:1", "AAA=", 1);

    for (String key : List.of(keys.job(), keys.checkpoint(), keys.events())) {
      assertThat(test.redis.getExpire(key).block()).as(key).isEqualTo(Duration.ZERO);
    }
  }

  private static JobId idOf(Submission submission) {
    return switch (submission) {
      case Submission.Accepted(Job job) -> job.id();
      case Submission.Repeated(Job job) -> job.id();
      default -> throw new AssertionError(submission);
    };
  }
}
