package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reaper;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.jobs.Traces;
import dev.nextflow.testing.Eventually;
import dev.nextflow.testing.RedisBackend;
import dev.nextflow.testing.RedisPlace;
import dev.nextflow.testing.RedisUser;
import dev.nextflow.testing.ServiceCommand;
import dev.nextflow.testing.ServiceProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** Workers in JVMs of their own that are killed and frozen; with the settings that ship. */
class DeadWorkerTest {

  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration RUNS_AGAIN = Duration.ofSeconds(15);

  @Test
  void runsTheJobOfAKilledWorkerAgainWithinFifteenSecondsFromItsCheckpoint() {
    try (TestQueue test = TestQueue.open();
        ServiceProcess dying = workerOf(test);
        Reaper reaper = new Reaper(test.queue, test.name, JobSettings.defaults())) {
      reaper.start();
      Job job = test.accepted();
      dying.awaitOutput("holds " + job.id(), START);
      CompletableFuture<Lease> secondAttempt = new CompletableFuture<>();
      JobWorker next =
          new JobWorker(
              test.queue,
              test.name,
              "next",
              (lease, reporter) -> {
                secondAttempt.complete(lease);
                return TestQueue.DONE;
              },
              JobSettings.defaults());
      next.start();

      dying.kill();

      assertThat(secondAttempt).succeedsWithin(RUNS_AGAIN);
      assertThat(secondAttempt.join().attempt()).isEqualTo(2);
      assertThat(secondAttempt.join().checkpoint()).containsEntry("codes:0:1", "AAA=");
      next.stop(START);
      assertThat(test.found(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
    }
  }

  @Test
  void dropsWhatAFrozenWorkerSaysAfterItsLeaseWasGivenAway() {
    try (TestQueue test = TestQueue.open();
        ServiceProcess frozen = workerOf(test)) {
      Job job = test.accepted();
      frozen.awaitOutput("holds " + job.id(), START);
      frozen.freeze();
      Eventually.holds("the lease runs out", START, () -> test.reaped() == 1);
      Lease current = test.leased();

      frozen.thaw();
      frozen.awaitOutput("told to stop: LeaseLost", START);

      assertThat(test.found(job.id()).state()).isEqualTo(JobState.RUNNING);
      assertThat(test.finished(current, new Outcome.Failed("drawing-failed"))).isTrue();
      assertThat(test.eventTypes(job.id())).containsOnlyOnce("finished");
      assertThat(test.queue.checkpoint(TENANT, job.id()).block()).containsOnlyKeys("codes:0:1");
    }
  }

  private static ServiceProcess workerOf(TestQueue test) {
    return ServiceCommand.main(HoldingWorker.class)
        .jvmArguments("-XX:TieredStopAtLevel=1")
        .arguments(RedisBackend.shared().place(RedisUser.workerOf(test.name)).toString(), test.name)
        .start();
  }

  /** Reports once, then holds the job until it is told to stop. */
  static final class HoldingWorker {

    private HoldingWorker() {}

    public static void main(String[] args) throws InterruptedException {
      RedisPlace place = RedisPlace.of(args[0]);
      LettuceConnectionFactory connections = new LettuceConnectionFactory(place.configuration());
      connections.afterPropertiesSet();
      connections.start();
      JobQueue queue =
          new RedisJobQueue(
              new ReactiveStringRedisTemplate(connections),
              JobSettings.defaults(),
              new SimpleMeterRegistry(),
              Traces.NONE,
              TestQueue.heardBy(place.user()),
              Dialect.CURRENT);
      new JobWorker(queue, args[1], "holding", HoldingWorker::hold, JobSettings.defaults()).start();
      new CountDownLatch(1).await();
    }

    private static Outcome hold(Lease lease, Reporter reporter) throws InterruptedException {
      reporter.report(new Progress(Map.of("codes:0:1", "AAA="), "scale", "{}", 1));
      CountDownLatch stop = new CountDownLatch(1);
      reporter.onCancel(stop::countDown);
      System.out.println("holds " + lease.id());
      stop.await();
      try {
        reporter.report(new Progress(Map.of("codes:0:2", "late"), "scale", "{}", 2));
      } catch (RuntimeException told) {
        System.out.println("told to stop: " + told.getClass().getSimpleName());
        throw told;
      }
      return TestQueue.DONE;
    }
  }
}
