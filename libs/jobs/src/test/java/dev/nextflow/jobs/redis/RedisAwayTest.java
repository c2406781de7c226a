package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.QueueFull;
import dev.nextflow.jobs.QueueUnavailable;
import dev.nextflow.jobs.Reaper;
import dev.nextflow.jobs.Submission;
import dev.nextflow.testing.Eventually;
import dev.nextflow.testing.MortalBackend;
import dev.nextflow.testing.RedisBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of jobs, workers and followers when Redis is killed, comes back, or is full. */
class RedisAwayTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final JobSettings QUICK =
      new JobSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(200),
          Duration.ofMillis(200),
          100,
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofMinutes(15));

  private MortalBackend redis;
  private TestQueue test;

  @BeforeEach
  void open() {
    redis = RedisBackend.mortal();
    test = TestQueue.on(redis, QUICK);
  }

  @AfterEach
  void close() {
    test.close();
    redis.close();
  }

  @Test
  void losesNoAcceptedJobThroughKillsUnderTraffic() {
    Queue<JobId> accepted = new ConcurrentLinkedQueue<>();
    List<JobWorker> workers = IntStream.range(0, 3).mapToObj(this::drawingWorker).toList();
    try (Reaper reaper = new Reaper(test.queue, test.name, QUICK)) {
      reaper.start();
      workers.forEach(JobWorker::start);
      CompletableFuture<Void> traffic =
          CompletableFuture.runAsync(
              () -> IntStream.range(0, 120).forEach(i -> submitUntilAnswered(accepted, i)),
              // Nothing may block in the common pool: the driver logs in there when it reconnects.
              Thread::startVirtualThread);

      for (int kill = 1; kill <= 3; kill++) {
        int enough = 30 * kill;
        Eventually.holds("traffic", LONG, () -> accepted.size() >= enough);
        redis.kill();
        redis.restart();
      }

      assertThat(traffic).succeedsWithin(LONG);
      assertThat(accepted).hasSize(120).doesNotHaveDuplicates();
      for (JobId id : accepted) {
        Eventually.holds(
            id + " succeeds", LONG, () -> test.found(id).state() == JobState.SUCCEEDED);
        assertThat(test.eventTypes(id)).containsOnlyOnce("finished");
        assertThat(test.queue.checkpoint(TENANT, id).block())
            .containsOnlyKeys("codes:0:1", "codes:0:2");
      }
    } finally {
      workers.forEach(worker -> worker.stop(Duration.ZERO));
    }
  }

  @Test
  void showsFollowersEveryEventOnceThroughARestart() {
    Job job = test.accepted();
    CompletableFuture<List<JobEvent>> followed =
        test.queue.events(TENANT, job.id(), null).collectList().toFuture();
    Lease lease = test.leased();
    test.reported(lease, "codes:0:1", "AAA=", 1);

    redis.kill();
    redis.restart();
    Eventually.holds("the queue answers", LONG, () -> test.answers());
    test.reported(lease, "codes:0:2", "AAA=", 2);
    test.finished(lease, DONE);

    assertThat(followed).succeedsWithin(LONG);
    assertThat(followed.join())
        .extracting(JobEvent::type)
        .containsExactly("queued", "started", "scale", "scale", "finished");
    assertThat(followed.join()).isEqualTo(test.events(job.id()));
  }

  @Test
  void letsAWorkerReportAndFinishAcrossAnAbsence() {
    Job job = test.accepted();
    CountDownLatch inHandler = new CountDownLatch(1);
    CountDownLatch killed = new CountDownLatch(1);
    JobWorker worker =
        new JobWorker(
            test.queue,
            test.name,
            "worker",
            (lease, reporter) -> {
              inHandler.countDown();
              killed.await();
              reporter.report(new Progress(Map.of("codes:0:1", "AAA="), "scale", "{}", 1));
              return DONE;
            },
            QUICK);
    worker.start();
    try {
      Eventually.holds("the handler runs", LONG, () -> inHandler.getCount() == 0);
      redis.kill();
      killed.countDown();
      redis.restart();

      Eventually.holds(
          "the job ends", LONG, () -> test.answers() && test.found(job.id()).state().terminal());
      assertThat(test.found(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(test.eventTypes(job.id()))
          .containsExactly("queued", "started", "scale", "finished");
    } finally {
      worker.stop(Duration.ZERO);
    }
  }

  @Test
  void startsWorkWhenRedisComesLater() {
    redis.kill();
    try (TestQueue early = TestQueue.on(redis, QUICK)) {
      JobWorker worker =
          new JobWorker(early.queue, early.name, "worker", (lease, reporter) -> DONE, QUICK);
      worker.start();
      try {
        assertThatThrownBy(() -> early.submit(early.job())).isInstanceOf(QueueUnavailable.class);
        redis.restart();
        Eventually.holds("the queue answers", LONG, early::answers);
        Job job = early.accepted();
        Eventually.holds(
            "the job succeeds", LONG, () -> early.found(job.id()).state() == JobState.SUCCEEDED);
      } finally {
        worker.stop(Duration.ZERO);
      }
    }
  }

  @Test
  void wakesByASignalAlsoAfterARestart() {
    JobSettings neverLooks =
        new JobSettings(
            QUICK.lease(),
            QUICK.renewEvery(),
            QUICK.reapEvery(),
            3,
            QUICK.answerTimeout(),
            Duration.ofHours(1),
            Duration.ofMillis(100),
            Duration.ofMinutes(15));
    try (TestQueue sleeper = TestQueue.on(redis, neverLooks)) {
      assertThat(sleeper.queue.awaitReady(sleeper.name, Duration.ofMillis(500)).block()).isFalse();
      redis.kill();
      redis.restart();
      Eventually.holds("the queue answers", LONG, sleeper::answers);
      CompletableFuture<Boolean> ready = sleeper.queue.awaitReady(sleeper.name, LONG).toFuture();
      Eventually.holds("the subscription is back", LONG, () -> redis.subscribedPatterns() > 0);

      sleeper.accepted();

      assertThat(ready).succeedsWithin(LONG).isEqualTo(true);
    }
  }

  @Test
  void refusesNewJobsWhenFullAndEndsTheOnesItHolds() {
    Job running = test.accepted();
    Job waiting = test.accepted();
    Lease lease = test.leased();
    setMaxMemory("1mb");

    assertThatThrownBy(() -> test.submit(test.job())).isInstanceOf(QueueFull.class);

    test.reported(lease, "codes:0:1", "A".repeat(10_000), 1);
    assertThat(test.finished(lease, DONE)).isTrue();
    assertThat(test.finished(test.leased(), DONE)).isTrue();
    assertThat(List.of(running, waiting))
        .allMatch(job -> test.found(job.id()).state() == JobState.SUCCEEDED);
    setMaxMemory("0");
    assertThat(test.submit(test.job())).isInstanceOf(Submission.Accepted.class);
  }

  @Test
  void answersWithinItsTimeoutWhenRedisIsAway() {
    redis.kill();
    long start = System.nanoTime();

    assertThatThrownBy(() -> test.submit(test.job())).isInstanceOf(QueueUnavailable.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    redis.restart();
  }

  private JobWorker drawingWorker(int number) {
    return new JobWorker(
        test.queue,
        test.name,
        "worker-" + number,
        (lease, reporter) -> {
          for (String field : List.of("codes:0:1", "codes:0:2")) {
            if (!lease.checkpoint().containsKey(field)) {
              reporter.report(new Progress(Map.of(field, "AAA="), "scale", "{}", 1));
            }
          }
          return new Outcome.Succeeded("{}");
        },
        QUICK);
  }

  // As a client does: the same key until there is an answer.
  private void submitUntilAnswered(Queue<JobId> accepted, int number) {
    Eventually.holds(
        "job " + number + " is accepted",
        LONG,
        () -> {
          try {
            switch (test.submit(test.keyed("order-" + number, "body"))) {
              case Submission.Accepted(Job job) -> accepted.add(job.id());
              case Submission.Repeated(Job job) -> accepted.add(job.id());
              case Submission other -> throw new AssertionError(other);
            }
            return true;
          } catch (QueueUnavailable away) {
            return false;
          }
        });
  }

  private void setMaxMemory(String value) {
    test.redis
        .execute(connection -> connection.serverCommands().setConfig("maxmemory", value))
        .blockLast();
  }
}
