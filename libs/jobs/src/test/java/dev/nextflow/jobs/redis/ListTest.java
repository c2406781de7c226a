package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.HOUR_MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Deletion;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobFilter;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobPage;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Labels;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tenant's jobs: found again, page by page, and forgotten. */
class ListTest {

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
  void showsTheNewestFirstAndNobodyElses() {
    List<Job> jobs = jobs(3);
    test.accepted(test.job("other", Priority.NORMAL));

    JobPage page = list(JobFilter.ALL, null, 10);

    assertThat(page.jobs()).isEqualTo(newestFirst(jobs));
    assertThat(page.next()).isNull();
    assertThat(test.records.list(TestQueue.unusedTenant(), JobFilter.ALL, null, 10).block().jobs())
        .isEmpty();
  }

  @Test
  void goesThroughAllQueuesPageByPageWhileNewJobsCome() {
    List<Job> jobs = new ArrayList<>();
    List<String> queues = List.of(test.name, TestQueue.unusedName(), TestQueue.unusedName());
    for (int i = 0; i < 40; i++) {
      jobs.add(test.accepted(jobIn(queues.get(i % 3))));
    }

    List<Job> seen = new ArrayList<>();
    JobPage page = list(JobFilter.ALL, null, 7);
    while (true) {
      seen.addAll(page.jobs());
      if (page.next() == null) {
        break;
      }
      assertThat(page.jobs()).hasSize(7);
      test.accepted(jobIn(queues.get(1)));
      page = list(JobFilter.ALL, page.next(), 7);
    }

    assertThat(seen).isEqualTo(newestFirst(jobs));
  }

  @Test
  void findsByState() {
    List<Job> jobs = jobs(3);
    test.finished(test.leased(), DONE);
    test.finished(test.leased(), new Outcome.Rested(JobState.DRAFT_READY, "{}"));

    assertThat(ids(JobState.SUCCEEDED)).containsExactly(jobs.get(0).id());
    assertThat(ids(JobState.DRAFT_READY)).containsExactly(jobs.get(1).id());
    assertThat(ids(JobState.QUEUED, JobState.SUCCEEDED))
        .containsExactly(jobs.get(2).id(), jobs.get(0).id());
    assertThat(ids(JobState.FAILED)).isEmpty();
  }

  @Test
  void findsByLabelsThatAllMustFit() {
    Job both = test.accepted(test.labelled(tenant, Map.of("order", "17", "shop", "a=b c")));
    Job one = test.accepted(test.labelled(tenant, Map.of("order", "17")));
    test.accepted(test.labelled(tenant, Map.of("order", "18")));

    assertThat(both.labels().values()).isEqualTo(Map.of("order", "17", "shop", "a=b c"));
    assertThat(ids(Map.of("order", "17"))).containsExactly(one.id(), both.id());
    assertThat(ids(Map.of("order", "17", "shop", "a=b c"))).containsExactly(both.id());
    assertThat(ids(Map.of("17", "order"))).isEmpty();
  }

  @Test
  void findsByTimeOfCreation() {
    Job first = test.accepted(test.job(tenant, Priority.NORMAL));
    long at = first.createdAtMs();

    assertThat(list(created(at - 1, at + 1), null, 10).jobs()).containsExactly(first);
    assertThat(list(created(at, null), null, 10).jobs()).isEmpty();
    assertThat(list(created(null, at), null, 10).jobs()).isEmpty();
  }

  @Test
  void looksAtOnlySoManyInOneCallAndGoesOn() {
    Job rare = test.accepted(test.labelled(tenant, Map.of("rare", "yes")));
    IntStream.range(0, 1100).forEach(i -> test.accepted(test.job(tenant, Priority.NORMAL)));
    JobFilter filter = new JobFilter(Set.of(), new Labels(Map.of("rare", "yes")), null, null);

    JobPage first = list(filter, null, 10);
    assertThat(first.jobs()).isEmpty();
    assertThat(first.next()).isNotNull();
    JobPage second = list(filter, first.next(), 10);
    assertThat(second.jobs()).containsExactly(rare);
    assertThat(second.next()).isNull();
  }

  @Test
  void showsNoJobThatIsNoLongerKeptAndLeavesNothingOfIt() {
    List<Job> jobs = jobs(2);
    test.finished(test.leased(), DONE);
    test.letRetentionPass(jobs.get(0));

    assertThat(list(JobFilter.ALL, null, 10).jobs())
        .containsExactly(test.queue.find(tenant, jobs.get(1).id()).block());
    test.reaped();

    String index = new QueueKeys(test.name).index(tenant);
    assertThat(test.redis.opsForZSet().size(index).block()).isEqualTo(1);
    assertThat(test.keysOf(jobs.get(0))).isEmpty();
  }

  @Test
  void forgetsAJobAtOnce() {
    List<Job> jobs = jobs(2);
    Lease lease = test.leased();
    test.reported(lease, "codes:0:1", "AAA=", 1);
    test.finished(lease, DONE);

    assertThat(deleted(jobs.get(0).id())).isEqualTo(Deletion.DELETED);

    assertThat(test.queue.find(tenant, jobs.get(0).id()).blockOptional()).isEmpty();
    assertThat(list(JobFilter.ALL, null, 10).jobs()).containsExactly(jobs.get(1));
    assertThat(test.keysOf(jobs.get(0))).isEmpty();
    assertThat(deleted(jobs.get(0).id())).isEqualTo(Deletion.UNKNOWN);
  }

  @Test
  void forgetsNoJobThatWaitsOrRunsAndNobodyElses() {
    Job job = jobs(1).getFirst();
    assertThat(deleted(job.id())).isEqualTo(Deletion.NOT_ENDED);
    Lease lease = test.leased();
    assertThat(deleted(job.id())).isEqualTo(Deletion.NOT_ENDED);
    test.finished(lease, DONE);

    assertThat(test.records.delete("other", job.id()).block()).isEqualTo(Deletion.UNKNOWN);
    assertThat(test.queue.find(tenant, job.id()).blockOptional()).isPresent();
  }

  @Test
  void endsTheStreamsOfADraftThatItForgets() {
    Job job = jobs(1).getFirst();
    test.finished(test.leased(), new Outcome.Rested(JobState.DRAFT_READY, "{}"));
    CompletableFuture<List<JobEvent>> followed =
        test.queue.events(tenant, job.id(), null).collectList().toFuture();

    assertThat(deleted(job.id())).isEqualTo(Deletion.DELETED);

    assertThat(followed).succeedsWithin(Duration.ofSeconds(20));
    assertThat(test.keysOf(job)).isEmpty();
    assertThat(test.reaped()).isZero();
  }

  private List<Job> jobs(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> test.accepted(test.job(tenant, Priority.NORMAL)))
        .toList();
  }

  private NewJob jobIn(String queue) {
    return new NewJob(tenant, queue, Priority.NORMAL, "{}", "{}", null, "", 1, HOUR_MS, HOUR_MS);
  }

  private static List<Job> newestFirst(List<Job> jobs) {
    List<Job> sorted = new ArrayList<>(jobs);
    sorted.sort((a, b) -> {
      int byTime = Long.compare(b.createdAtMs(), a.createdAtMs());
      return byTime != 0 ? byTime : b.id().value().compareTo(a.id().value());
    });
    return sorted;
  }

  private static JobFilter created(Long afterMs, Long beforeMs) {
    return new JobFilter(Set.of(), Labels.NONE, afterMs, beforeMs);
  }

  private List<JobId> ids(JobState... states) {
    return ids(new JobFilter(Set.of(states), Labels.NONE, null, null));
  }

  private List<JobId> ids(Map<String, String> labels) {
    return ids(new JobFilter(Set.of(), new Labels(labels), null, null));
  }

  private List<JobId> ids(JobFilter filter) {
    return list(filter, null, 100).jobs().stream().map(Job::id).toList();
  }

  private JobPage list(JobFilter filter, JobPage.Place after, int limit) {
    return test.records.list(tenant, filter, after, limit).block();
  }

  private Deletion deleted(JobId id) {
    return test.records.delete(tenant, id).block();
  }
}
