package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.nextflow.jobs.DailyUsage;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.Standing;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What is paid for: what was drawn, once. */
class UsageTest {

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
  void settlesEveryReport() {
    test.accepted(job());
    Lease lease = test.leased();

    test.reported(lease, "codes:0:1", "AAA=", 1);
    assertThat(used()).isEqualTo(1);
    test.reported(lease, "codes:0:2", "AAA=", 5);
    assertThat(used()).isEqualTo(5);
    test.finished(lease, DONE);
    assertThat(used()).isEqualTo(5);
    assertThat(test.queue.find(tenant, lease.id()).block().tokensSettled()).isEqualTo(5);
  }

  @Test
  void settlesAReportOnceThatIsSentTwice() {
    test.accepted(job());
    Mono<Standing> report =
        test.queue.report(test.leased(), new Progress(Map.of(), "scale", "{}", 5));

    report.block();
    report.block();

    assertThat(used()).isEqualTo(5);
  }

  @Test
  void paysNothingTwiceAfterACrash() {
    test.accepted(job());
    Lease dead = test.leased();
    test.reported(dead, "codes:0:1", "AAA=", 14);
    test.letLeaseRunOut(dead);
    test.reaped();

    assertThat(test.reported(dead, "codes:0:2", "AAA=", 30)).isEqualTo(Standing.LOST);
    Lease next = test.leased();
    test.reported(next, "codes:0:1", "AAA=", 5);
    assertThat(used()).as("drawn again what was lost").isEqualTo(14);
    test.reported(next, "codes:0:2", "AAA=", 20);
    assertThat(used()).isEqualTo(20);
  }

  @Test
  void paysTheDifferenceWhereADraftIsFinished() {
    Job job = test.accepted(job());
    Lease lease = test.leased();
    test.reported(lease, "codes:0:1", "AAA=", 14);
    test.finished(lease, new Outcome.Rested(JobState.DRAFT_READY, "{}"));
    test.queue.resume(tenant, job.id(), TestQueue.resume("t", JobState.DRAFT_READY)).block();
    test.reported(test.leased(), "codes:0:2", "AAA=", 91);

    assertThat(used()).isEqualTo(91);
  }

  @Test
  void paysForWhatWasDrawnBeforeACancel() {
    Job job = test.accepted(job());
    Lease lease = test.leased();
    test.reported(lease, "codes:0:1", "AAA=", 14);
    test.queue.cancel(tenant, job.id()).block();
    test.finished(lease, new Outcome.Cancelled());

    assertThat(used()).isEqualTo(14);
  }

  @Test
  void countsEachKindApartAndAllQueuesTogether() {
    test.accepted(job());
    test.reported(test.leased(), "codes:0:1", "AAA=", 3);
    NewJob elsewhere =
        new NewJob(
            tenant,
            test.name + "-elsewhere",
            Priority.NORMAL,
            "{}",
            "{}",
            null,
            "",
            1,
            TestQueue.HOUR_MS,
            TestQueue.HOUR_MS);
    test.accepted(elsewhere);
    Lease lease = test.queue.reserve(elsewhere.queue(), "worker").block();
    test.reported(lease, "text", "AAA=", 4);
    Lease again = leasedAfter(job());
    test.reported(again, "codes:0:1", "AAA=", 10);

    assertThat(usage())
        .extracting(DailyUsage::kind, DailyUsage::tokens)
        .containsExactly(tuple("generation", 13L), tuple("other", 4L));
  }

  @Test
  void outlivesTheJobAndIsKeptForFourHundredDays() {
    Job job = test.accepted(job());
    Lease lease = test.leased();
    test.reported(lease, "codes:0:1", "AAA=", 14);
    test.finished(lease, DONE);
    test.records.delete(tenant, job.id()).block();

    assertThat(used()).isEqualTo(14);
    String key = test.redis.keys("*usage:" + tenant + ":*").blockFirst();
    assertThat(test.redis.getExpire(key).block().toDays()).isBetween(399L, 400L);
  }

  @Test
  void isReadForTheDaysThatAreAskedFor() {
    test.accepted(job());
    test.reported(test.leased(), "codes:0:1", "AAA=", 14);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);

    assertThat(test.records.usage(tenant, today.minusDays(9), today.minusDays(2)).block())
        .isEmpty();
    assertThatThrownBy(() -> test.records.usage(tenant, today.minusDays(401), today))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Lease leasedAfter(NewJob job) {
    test.accepted(job);
    return test.leased();
  }

  private NewJob job() {
    return test.sharing(tenant, Priority.NORMAL, Share.USUAL);
  }

  private List<DailyUsage> usage() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    // A test may run over midnight.
    return test.records.usage(tenant, today.minusDays(1), today.plusDays(1)).block();
  }

  private long used() {
    return usage().stream().mapToLong(DailyUsage::tokens).sum();
  }
}
