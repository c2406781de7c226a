package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.HOUR_MS;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Labels;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.OutboxEntry;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Share;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final Duration LATER = Duration.ofHours(1);
  private static final Duration AT_ONCE = Duration.ZERO;

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
  void tellsOfAnEndWhatTheSubmitterNeeds() {
    Job job = test.accepted(noted("to whom it concerns", HOUR_MS));
    Lease lease = test.leased();
    test.reported(lease, "codes:0:1", "AAA=", 30);
    test.finished(lease, DONE);

    OutboxEntry entry = onlyEntry();

    assertThat(entry.tenant()).isEqualTo(TENANT);
    assertThat(entry.job()).isEqualTo(job.id());
    assertThat(entry.state()).isEqualTo("succeeded");
    assertThat(entry.problem()).isNull();
    assertThat(entry.note()).isEqualTo("to whom it concerns");
    assertThat(entry.createdAtMs()).isEqualTo(job.createdAtMs());
    assertThat(entry.atMs()).isEqualTo(test.found(job.id()).finishedAtMs());
    assertThat(entry.tokensDone()).isEqualTo(30);
    assertThat(entry.tokensTotal()).isEqualTo(85);
  }

  @Test
  void holdsNothingOfAJobWithoutANote() {
    test.accepted();
    test.finished(test.leased(), DONE);

    assertThat(taken(AT_ONCE)).isEmpty();
  }

  @Test
  void holdsOneEntryForEveryWayToEnd() {
    test.accepted(noted("finished", HOUR_MS));
    test.finished(test.leased(), new Outcome.Failed("drawing-failed"));
    Job cancelled = test.accepted(noted("cancelled", HOUR_MS));
    test.queue.cancel(TENANT, cancelled.id()).block();
    Job late = test.accepted(noted("late", HOUR_MS));
    test.letDeadlinePass(late);
    test.reaped();

    assertThat(taken(LATER))
        .extracting(OutboxEntry::note, OutboxEntry::state, OutboxEntry::problem)
        .containsExactly(
            tuple("finished", "failed", "drawing-failed"),
            tuple("cancelled", "cancelled", null),
            tuple("late", "expired", "deadline-passed"));
  }

  @Test
  void tellsOfADraftAndOfItsEndApart() {
    Job job = test.accepted(noted("both", HOUR_MS));
    test.finished(test.leased(), new Outcome.Rested(JobState.DRAFT_READY, "{}"));
    test.queue.cancel(TENANT, job.id()).block();

    assertThat(taken(LATER))
        .extracting(OutboxEntry::note, OutboxEntry::state)
        .containsExactly(tuple("both", "draft_ready"), tuple("both", "cancelled"));
  }

  @Test
  void aFinishThatIsSentTwiceLeavesOneEntry() {
    test.accepted(noted("once", HOUR_MS));
    Lease lease = test.leased();

    assertThat(test.finished(lease, DONE)).isTrue();
    assertThat(test.finished(lease, DONE)).isTrue();

    assertThat(taken(LATER)).hasSize(1);
  }

  @Test
  void outlivesTheJob() {
    Job job = test.accepted(noted("still here", 1));
    test.finished(test.leased(), DONE);
    Eventually.holds(
        "the job is forgotten",
        Duration.ofSeconds(20),
        () -> test.queue.find(TENANT, job.id()).blockOptional().isEmpty());

    assertThat(onlyEntry().note()).isEqualTo("still here");
  }

  @Test
  void keepsAnEntryFromOthersForAWhileAndThenHandsItOutAgain() {
    test.accepted(noted("a", HOUR_MS));
    test.finished(test.leased(), DONE);
    OutboxEntry first = onlyEntry();

    assertThat(taken(LATER)).isEmpty();
    assertThat(taken(AT_ONCE)).containsExactly(first);
  }

  @Test
  void forgetsWhatIsAcknowledgedHoweverOften() {
    test.accepted(noted("a", HOUR_MS));
    test.finished(test.leased(), DONE);
    List<OutboxEntry> entries = List.of(onlyEntry());

    test.queue.acknowledge(test.name, entries).block();
    test.queue.acknowledge(test.name, entries).block();

    assertThat(taken(AT_ONCE)).isEmpty();
    assertThat(test.redis.opsForStream().size(new QueueKeys(test.name).prefix() + "outbox").block())
        .isZero();
  }

  @Test
  void forgetsAsManyAtOnceAsAreNamedAndNoOther() {
    for (String note : List.of("a", "b", "c", "d")) {
      test.accepted(noted(note, HOUR_MS));
      test.finished(test.leased(), DONE);
    }
    List<OutboxEntry> entries = taken(LATER);

    test.queue.acknowledge(test.name, List.of(entries.get(0), entries.get(2))).block();
    test.queue.acknowledge(test.name, List.of()).block();

    assertThat(taken(AT_ONCE)).containsExactly(entries.get(1), entries.get(3));
  }

  @Test
  void severalReadersShareTheEntries() {
    for (int i = 0; i < 30; i++) {
      test.accepted(noted("note " + i, HOUR_MS));
      test.finished(test.leased(), DONE);
    }

    Set<String> notes = new HashSet<>();
    try (RedisJobQueue other = new RedisJobQueue(test.redis, JobSettings.defaults(), test.meters)) {
      for (int round = 0; round < 3; round++) {
        taken(LATER).forEach(entry -> assertThat(notes.add(entry.note())).isTrue());
        other
            .outbox(test.name, LATER, 10)
            .block()
            .forEach(entry -> assertThat(notes.add(entry.note())).isTrue());
      }
    }
    assertThat(notes).hasSize(30);
  }

  private OutboxEntry onlyEntry() {
    List<OutboxEntry> entries = taken(LATER);
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  private List<OutboxEntry> taken(Duration again) {
    return test.queue.outbox(test.name, again, 10).block();
  }

  private NewJob noted(String note, long retentionMs) {
    return new NewJob(
        TENANT,
        test.name,
        NewJob.OTHER_KIND,
        Priority.NORMAL,
        "{\"seed\":7}",
        "{}",
        Labels.NONE,
        null,
        "body",
        85,
        HOUR_MS,
        retentionMs,
        Share.USUAL,
        note,
        null);
  }
}
