package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.Priority;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** One tenant's heap of jobs is no other tenant's wait. */
class FairnessTest {

  private static final int HEAP = 2_000;
  private static final int RUN_MS = 400;
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void startsAnotherTenantsJobWithinTwiceItsOwnRunTimeBehindTwoThousand() {
    try (TestQueue test = TestQueue.open()) {
      Flux.range(0, HEAP)
          .flatMap(i -> test.queue.submit(test.job("heap", Priority.NORMAL)), 50)
          .blockLast(LONG);
      CountDownLatch running = new CountDownLatch(2);
      JobWorker worker =
          new JobWorker(
              test.queue,
              test.name,
              "worker",
              (lease, reporter) -> {
                running.countDown();
                // Never opened: the work is the time it takes.
                new CountDownLatch(1).await(RUN_MS, TimeUnit.MILLISECONDS);
                return TestQueue.DONE;
              },
              JobSettings.defaults());
      worker.start();
      try {
        Eventually.holds("the heap is worked on", LONG, () -> running.getCount() == 0);

        Job own = test.accepted(test.job("own", Priority.NORMAL));

        Eventually.holds(
            "the other tenant's job ends",
            LONG,
            () -> test.queue.find("own", own.id()).block().state() == JobState.SUCCEEDED);
        Job ended = test.queue.find("own", own.id()).block();
        long waitMs = ended.startedAtMs() - ended.createdAtMs();
        assertThat(waitMs).isLessThan(2 * (ended.finishedAtMs() - ended.startedAtMs()));
        assertThat(test.queue.depth(test.name).block().waiting().get(Priority.NORMAL))
            .isGreaterThan(HEAP - 100L);
      } finally {
        worker.stop(Duration.ZERO);
      }
    }
  }
}
