package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Share;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is. */
class TurnsTest {

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
  void takesTheJobsOfOneTenantInTheirOrder() {
    List<JobId> submitted = IntStream.range(0, 5).mapToObj(i -> test.accepted().id()).toList();

    assertThat(leasedIds(5)).isEqualTo(submitted);
  }

  @Test
  void takesNoLowerPriorityWhileAHigherOneWaits() {
    Job low = test.accepted(test.job("a", Priority.LOW));
    Job normal = test.accepted(test.job("a", Priority.NORMAL));
    Job high = test.accepted(test.job("b", Priority.HIGH));
    Job high2 = test.accepted(test.job("b", Priority.HIGH));

    assertThat(leasedIds(4)).containsExactly(high.id(), high2.id(), normal.id(), low.id());
  }

  @Test
  void letsATenantWithOneJobPassATenantWithMany() {
    IntStream.range(0, 20).forEach(i -> test.accepted(test.job("many", Priority.NORMAL)));
    test.accepted(test.job("one", Priority.NORMAL));
    test.accepted(test.job("two", Priority.NORMAL));
    test.accepted(test.job("two", Priority.NORMAL));

    assertThat(leasedTenants(6)).containsExactly("many", "one", "two", "many", "two", "many");
  }

  @Test
  void takesTenantsInTurnWithinEachPriority() {
    for (String tenant : List.of("a", "a", "b", "b")) {
      test.accepted(test.job(tenant, Priority.HIGH));
      test.accepted(test.job(tenant, Priority.LOW));
    }

    assertThat(leasedTenants(8)).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
  }

  @Test
  void forgetsATenantWhoseLaneIsEmptyAndTakesItInAgain() {
    test.accepted(test.job("a", Priority.NORMAL));
    test.leased();
    test.accepted(test.job("b", Priority.NORMAL));
    test.accepted(test.job("a", Priority.NORMAL));

    assertThat(leasedTenants(2)).containsExactly("b", "a");
    assertThat(test.nothingReady()).isTrue();
  }

  @Test
  void letsATenantThatComesInGoBeforeOnesThatWereJustServed() {
    IntStream.range(0, 5).forEach(i -> test.accepted(test.job("many", Priority.NORMAL)));
    test.leased();
    test.accepted(test.job("new", Priority.NORMAL));

    assertThat(leasedTenants(2)).containsExactly("new", "many");
  }

  @Test
  void letsNoOneWhoSubmitsOneByOneTakeEveryTurn() {
    IntStream.range(0, 9).forEach(i -> test.accepted(test.job("many", Priority.NORMAL)));
    List<String> leased = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      test.accepted(test.job("one", Priority.NORMAL));
      leased.addAll(leasedTenants(2));
    }

    assertThat(leased).filteredOn("many"::equals).hasSize(6);
    assertThat(leased).filteredOn("one"::equals).hasSize(6);
  }

  @Test
  void givesATenantAsManyJobsInATurnAsItHasWeight() {
    for (int i = 0; i < 8; i++) {
      test.accepted(test.sharing("heavy", Priority.NORMAL, new Share(3, 99)));
      test.accepted(test.job("light", Priority.NORMAL));
    }

    assertThat(leasedTenants(8))
        .containsExactly("heavy", "heavy", "heavy", "light", "heavy", "heavy", "heavy", "light");
  }

  @Test
  void takesTheWeightOfTheJobThatCameLast() {
    IntStream.range(0, 3)
        .forEach(i -> test.accepted(test.sharing("a", Priority.NORMAL, new Share(9, 99))));
    test.accepted(test.sharing("a", Priority.NORMAL, new Share(1, 99)));
    test.accepted(test.job("b", Priority.NORMAL));

    assertThat(leasedTenants(3)).containsExactly("a", "b", "a");
  }

  @Test
  void foretellsEveryPlaceExactly() {
    for (int seed = 1; seed <= 10; seed++) {
      foretellsEveryPlace(new Random(seed));
    }
  }

  private void foretellsEveryPlace(Random random) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String tenant = List.of("a", "b", "c", "d").get(random.nextInt(4));
      Priority priority = Priority.values()[random.nextInt(3)];
      Share share = new Share(1 + random.nextInt(4), 9_999);
      jobs.add(test.accepted(test.sharing(tenant, priority, share)));
      if (random.nextInt(4) == 0) {
        test.leased();
      }
    }
    List<JobId> foretold = new ArrayList<>(Collections.nCopies(jobs.size(), null));
    long waiting = 0;
    for (Job job : jobs) {
      Long ahead = test.queue.position(job.tenant(), job.id()).block();
      if (ahead != null) {
        foretold.set(ahead.intValue(), job.id());
        waiting++;
      }
    }

    assertThat(leasedIds((int) waiting)).isEqualTo(foretold.subList(0, (int) waiting));
    assertThat(test.nothingReady()).isTrue();
  }

  /** Longer than what is looked at from its end. */
  @Test
  void knowsEveryPlaceInALongLane() {
    List<Job> jobs = IntStream.range(0, 130).mapToObj(_ -> test.accepted()).toList();

    for (int place : List.of(0, 1, 28, 29, 30, 31, 128, 129)) {
      Job job = jobs.get(place);
      assertThat(test.queue.position(job.tenant(), job.id()).block()).isEqualTo(place);
    }
  }

  @Test
  void hasNoPlaceForAJobThatDoesNotWait() {
    Job job = test.accepted();
    assertThat(test.queue.position(job.tenant(), job.id()).block()).isZero();
    test.leased();
    assertThat(test.queue.position(job.tenant(), job.id()).blockOptional()).isEmpty();
  }

  @Test
  void countsWhatWaitsAndWhatRuns() {
    test.accepted(test.job("a", Priority.HIGH));
    test.accepted(test.job("a", Priority.LOW));
    test.accepted(test.job("b", Priority.LOW));
    test.leased();

    var depth = test.queue.depth(test.name).block();

    assertThat(depth.leased()).isEqualTo(1);
    assertThat(depth.waiting())
        .containsEntry(Priority.HIGH, 0L)
        .containsEntry(Priority.NORMAL, 0L)
        .containsEntry(Priority.LOW, 2L);
    assertThat(
            test.meters
                .get("nextflow.jobs.depth")
                .tags("queue", test.name, "priority", "low")
                .gauge()
                .value())
        .isEqualTo(2);
    assertThat(test.meters.get("nextflow.jobs.leases").tag("queue", test.name).gauge().value())
        .isEqualTo(1);
  }

  /** Counted when they come and go, not when somebody looks. */
  @Test
  void countsTheTokensThatWaitingJobsWillStillCost() {
    long each = test.accepted(test.job("a", Priority.HIGH)).tokensTotal();
    Job cancelled = test.accepted(test.job("a", Priority.LOW));
    Job past = test.accepted(test.job("b", Priority.LOW));
    test.accepted(test.job("b", Priority.LOW));
    assertThat(waitingTokens(Priority.HIGH)).isEqualTo(each);
    assertThat(waitingTokens(Priority.LOW)).isEqualTo(3 * each);

    Lease lease = test.leased();
    assertThat(waitingTokens(Priority.HIGH)).isZero();

    test.reported(lease, "codes:0:1", "AAA=", 1);
    test.queue.release(lease).block();
    assertThat(waitingTokens(Priority.HIGH)).isEqualTo(each - 1);

    test.queue.cancel(cancelled.tenant(), cancelled.id()).block();
    test.letDeadlinePass(past);
    test.reaped();
    assertThat(waitingTokens(Priority.LOW)).isEqualTo(each);
    assertThat(
            test.meters
                .get("nextflow.jobs.waiting.tokens")
                .tags("queue", test.name, "priority", "low")
                .gauge()
                .value())
        .isEqualTo(each);
  }

  /** As a worker of a version leaves it that leases without counting. */
  @Test
  void countsAnewOnceNothingWaits() {
    test.accepted();
    QueueKeys keys = new QueueKeys(test.name);
    test.redis.opsForHash().increment(keys.prefix() + "waiting-tokens", "low", 1000).block();
    test.leased();
    assertThat(waitingTokens(Priority.LOW)).isEqualTo(1000);

    assertThat(test.nothingReady()).isTrue();

    assertThat(waitingTokens(Priority.LOW)).isZero();
  }

  private long waitingTokens(Priority priority) {
    return test.queue.depth(test.name).block().waitingTokens().get(priority);
  }

  private List<JobId> leasedIds(int count) {
    return IntStream.range(0, count).mapToObj(i -> test.leased().id()).toList();
  }

  private List<String> leasedTenants(int count) {
    return IntStream.range(0, count).mapToObj(i -> test.leased()).map(Lease::tenant).toList();
  }
}
