package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** Jobs that share something go best to the worker that may still hold it, and wait for nobody. */
class AffinityTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String TALK = "ses-1";

  private final List<TestQueue> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(TestQueue::close);
  }

  @Test
  void leavesTheNextJobToTheWorkerThatHadTheLast() {
    TestQueue test = held(HOUR, HOUR);
    Job next = test.accepted(test.related(TALK));

    BlockingQueue<Lease> other = new LinkedBlockingQueue<>();
    Disposable asking = test.queue.reserve(test.name, "other").subscribe(other::add);
    Lease lease = leasedBy(test, "first");

    assertThat(lease.id()).isEqualTo(next.id());
    assertThat(lease.affinity()).isEqualTo(TALK);
    assertThat(other).isEmpty();
    asking.dispose();
  }

  @Test
  void givesItToAnyWorkerOnceTheHeadStartIsOver() {
    TestQueue test = held(Duration.ofMillis(300), HOUR);
    Job next = test.accepted(test.related(TALK));

    assertThat(leasedBy(test, "other").id()).isEqualTo(next.id());
  }

  @Test
  void takesWhatOthersWaitForInTheMeantime() throws InterruptedException {
    TestQueue test = held(HOUR, HOUR);
    test.accepted(test.related(TALK));
    BlockingQueue<Lease> other = new LinkedBlockingQueue<>();
    Disposable asking = test.queue.reserve(test.name, "other").subscribe(other::add);
    Job strangers = test.accepted(test.job("stranger", Priority.NORMAL));

    Lease lease = other.poll(LONG.toSeconds(), TimeUnit.SECONDS);

    assertThat(lease).isNotNull();
    assertThat(lease.id()).isEqualTo(strangers.id());
    asking.dispose();
  }

  @Test
  void passesOverATenantWithoutTakingItsTurn() {
    TestQueue test = held(HOUR, HOUR);
    Job left = test.accepted(test.related(TALK));
    List<JobId> strangers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      strangers.add(test.accepted(test.job("stranger", Priority.NORMAL)).id());
    }

    List<JobId> taken = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      taken.add(leasedBy(test, "other").id());
    }

    assertThat(taken).isEqualTo(strangers);
    assertThat(leasedBy(test, "first").id()).isEqualTo(left.id());
  }

  @Test
  void followsTheWorkerThatTookItOver() {
    TestQueue test = held(Duration.ZERO, HOUR);
    test.accepted(test.related(TALK));
    leasedBy(test, "other");
    TestQueue patient = reopened(test, HOUR, HOUR);
    Job next = patient.accepted(patient.related(TALK));

    assertThat(leasedBy(patient, "other").id()).isEqualTo(next.id());
  }

  @Test
  void keepsTheTalksOfTenantsApart() {
    TestQueue test = held(HOUR, HOUR);
    Job foreign = test.accepted(test.related("stranger", TALK));

    assertThat(leasedBy(test, "other").id()).isEqualTo(foreign.id());
  }

  @Test
  void forgetsWhoHeldItAfterAWhile() {
    TestQueue test = held(HOUR, Duration.ofMillis(1));
    Job next = test.accepted(test.related(TALK));

    String holder = new QueueKeys(test.name).prefix() + "holder:*";
    Eventually.holds(
        "nobody is known", LONG, () -> test.redis.keys(holder).collectList().block().isEmpty());
    Lease lease = leasedBy(test, "other");

    assertThat(lease.id()).isEqualTo(next.id());
  }

  @Test
  void takesNoNameThatCouldBreakAKey() {
    TestQueue test = open(HOUR, HOUR);

    assertThatThrownBy(() -> test.related("no:colons")).hasMessageContaining("affinity");
  }

  /** A queue whose worker "first" had a job of the talk. */
  private TestQueue held(Duration headStart, Duration remembered) {
    TestQueue test = open(headStart, remembered);
    test.accepted(test.related(TALK));
    Lease lease = leasedBy(test, "first");
    test.finished(lease, new Outcome.Succeeded("{}"));
    return test;
  }

  private TestQueue open(Duration headStart, Duration remembered) {
    TestQueue test = TestQueue.open(settings(headStart, remembered));
    opened.add(test);
    return test;
  }

  private TestQueue reopened(TestQueue same, Duration headStart, Duration remembered) {
    TestQueue test = TestQueue.again(same, settings(headStart, remembered));
    opened.add(test);
    return test;
  }

  private static JobSettings settings(Duration headStart, Duration remembered) {
    JobSettings usual = JobSettings.defaults();
    return new JobSettings(
        usual.lease(),
        usual.renewEvery(),
        usual.reapEvery(),
        usual.maxAttempts(),
        usual.answerTimeout(),
        usual.lookAgainEvery(),
        headStart,
        remembered);
  }

  private static Lease leasedBy(TestQueue test, String worker) {
    return test.queue.reserve(test.name, worker).blockOptional(LONG).orElseThrow();
  }
}
