package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueDepth;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobMetersTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final TestQueue test = TestQueue.open();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void theOldestJobOfAPriorityIsAsOldAsItsTimeInTheLane() {
    assertThat(depth().oldestWaitingMs()).containsOnlyKeys(Priority.values()).containsValue(0L);
    test.accepted(test.job(TENANT, Priority.LOW));
    Eventually.holds("it has waited", LONG, () -> oldestMs(Priority.LOW) > 100);
    test.accepted(test.job(TestQueue.unusedTenant(), Priority.LOW));
    test.accepted(test.job(TENANT, Priority.HIGH));

    assertThat(oldestMs(Priority.LOW)).isGreaterThan(100);
    assertThat(oldestMs(Priority.HIGH)).isLessThan(oldestMs(Priority.LOW));
    assertThat(oldestMs(Priority.NORMAL)).isZero();
    assertThat(gauge("nextflow.jobs.oldest", "low")).isGreaterThan(0.1);

    test.finished(test.leased(), DONE); // the one of high priority
    assertThat(oldestMs(Priority.HIGH)).isZero();
    assertThat(gauge("nextflow.jobs.oldest", "high")).isZero();
  }

  @Test
  void aJobThatIsPutBackIsAsOldAsBefore() {
    test.accepted();
    Eventually.holds("it has waited", LONG, () -> oldestMs(Priority.NORMAL) > 100);

    test.released(test.leased());

    assertThat(oldestMs(Priority.NORMAL)).isGreaterThan(100);
  }

  @Test
  void aLeaseThatGoesOnFromACheckpointIsCountedAsResumed() {
    test.accepted();
    Lease first = test.leased();
    assertThat(counter("nextflow.jobs.resumed")).isZero();
    test.reported(first, "codes:0:1", "x", 1);
    test.released(first);

    test.leased();

    assertThat(counter("nextflow.jobs.resumed")).isEqualTo(1);
  }

  @Test
  void tokensCountOnceHoweverOftenTheyAreWritten() {
    test.accepted();
    Lease first = test.leased();
    test.reported(first, "codes:0:1", "x", 1);
    test.reported(first, "codes:0:2", "x", 5);
    test.released(first);
    Lease second = test.leased();

    test.reported(second, "codes:0:2", "x", 5);
    assertThat(counter("nextflow.jobs.tokens")).isEqualTo(5);
    test.reported(first, "codes:0:3", "x", 14); // its lease is lost
    assertThat(counter("nextflow.jobs.tokens")).isEqualTo(5);
    test.reported(second, "codes:0:3", "x", 14);
    assertThat(counter("nextflow.jobs.tokens")).isEqualTo(14);
  }

  private QueueDepth depth() {
    return test.queue.depth(test.name).blockOptional(LONG).orElseThrow();
  }

  private long oldestMs(Priority priority) {
    return depth().oldestWaitingMs().get(priority);
  }

  private double gauge(String name, String priority) {
    return test.meters
        .get(name)
        .tags("queue", test.name, "priority", priority)
        .timeGauge()
        .value(TimeUnit.SECONDS);
  }

  private double counter(String name) {
    return test.meters.get(name).tags("queue", test.name).counter().count();
  }
}
