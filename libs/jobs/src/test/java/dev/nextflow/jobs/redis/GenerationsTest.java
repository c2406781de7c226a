package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobHandler;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reaper;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An upgrade: gateways and workers of two generations on one queue. */
class GenerationsTest {

  private static final Duration LONG = Duration.ofSeconds(120);
  private static final JobSettings SETTINGS = JobSettings.defaults();
  private static final int NOW = Dialect.RECORD_VERSION;
  private static final Dialect NEXT = new Dialect(NOW + 1, NOW + 1, Transition.FINISH);

  private final TestQueue now = TestQueue.open();
  private final TestQueue next = TestQueue.again(now, SETTINGS, NEXT);
  private final List<JobWorker> workers = new ArrayList<>();

  @AfterEach
  void close() {
    workers.forEach(worker -> worker.stop(Duration.ZERO));
    next.close();
    now.close();
  }

  @Test
  void writesTheVersionOfARecord() {
    assertThat(versionOf(now.accepted())).isEqualTo(Integer.toString(NOW));
    assertThat(versionOf(next.accepted())).isEqualTo(Integer.toString(NOW + 1));
  }

  @Test
  void oneFromBeforeVersionsAndThisOneDrainOneQueueUnderLoad() {
    FormerGeneration former = new FormerGeneration(now.redis, now.name);
    Queue<JobId> submitted = new ConcurrentLinkedQueue<>();
    Queue<JobId> takenBefore = new ConcurrentLinkedQueue<>();
    Queue<JobId> takenNow = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    start(
        now,
        "now",
        (lease, reporter) -> {
          takenNow.add(lease.id());
          reporter.report(new Progress(Map.of("codes:0:1", "AAA="), "scale", "{\"scale\":1}", 1));
          return TestQueue.DONE;
        });
    CompletableFuture<Void> before =
        async(() -> {
          while (!over.get()) {
            if (!former.work("before", takenBefore::add)) {
              now.queue.awaitReady(now.name, Duration.ofMillis(100)).block();
            }
          }
        });
    CompletableFuture<Void> load =
        CompletableFuture.allOf(
            async(() -> IntStream.range(0, 100).forEach(i -> submitted.add(former.submit(TENANT)))),
            async(() -> IntStream.range(0, 100).forEach(i -> submitted.add(now.accepted().id()))));

    assertThat(load).succeedsWithin(LONG);
    assertThat(submitted).hasSize(200);
    submitted.forEach(this::endsOnce);
    over.set(true);
    assertThat(before).succeedsWithin(LONG);
    List<JobId> taken = new ArrayList<>(takenBefore);
    taken.addAll(takenNow);
    assertThat(taken).as("each job by one worker").containsExactlyInAnyOrderElementsOf(submitted);
    assertThat(takenBefore).as("the former worker worked").isNotEmpty();
    assertThat(takenNow).as("the worker of now worked").isNotEmpty();
  }

  @Test
  void aJobOfALaterVersionIsLeftToWorkersThatReadIt() {
    Job later = next.accepted();
    Job readable = now.accepted();
    CompletableFuture<Lease> taken = new CompletableFuture<>();
    start(
        now,
        "now",
        (lease, reporter) -> {
          taken.complete(lease);
          return TestQueue.DONE;
        });

    endsOnce(readable.id());
    assertThat(taken.join().id()).isEqualTo(readable.id());
    assertThat(now.nothingReady()).isTrue();
    assertThat(now.found(later.id()).state()).isEqualTo(JobState.QUEUED);
    assertThat(now.eventTypes(later.id(), 1)).containsExactly("queued");

    start(next, "next", (lease, reporter) -> TestQueue.DONE);
    endsOnce(later.id());
  }

  @Test
  void workersOfBothVersionsDrainOneQueueUnderLoadAndEachTakesWhatItReads() {
    Set<JobId> written = ConcurrentHashMap.newKeySet();
    Set<JobId> writtenLater = ConcurrentHashMap.newKeySet();
    Queue<JobId> takenNow = new ConcurrentLinkedQueue<>();
    Queue<JobId> takenNext = new ConcurrentLinkedQueue<>();
    start(now, "now", taking(takenNow));
    start(next, "next", taking(takenNext));

    CompletableFuture<Void> load =
        CompletableFuture.allOf(
            async(() -> submit(now, "a", 60, written)),
            async(() -> submit(now, "b", 60, written)),
            async(() -> submit(next, "a", 60, writtenLater)),
            async(() -> submit(next, "b", 60, writtenLater)));

    assertThat(load).succeedsWithin(LONG);
    for (Set<JobId> each : List.of(written, writtenLater)) {
      assertThat(each).hasSize(120);
    }
    Eventually.holds("the queue is drained", LONG, () -> now.nothingWaitsOrRuns());
    assertThat(takenNow).as("by workers of now").isNotEmpty().isSubsetOf(written);
    assertThat(takenNext).as("by workers of the next version").containsAll(writtenLater);
    List<JobId> taken = new ArrayList<>(takenNow);
    taken.addAll(takenNext);
    assertThat(taken).as("each job by one worker").hasSize(240).doesNotHaveDuplicates();
  }

  @Test
  void theJobOfADeadWorkerOfTheNextVersionWaitsForAnotherOne() {
    Job later = next.accepted();
    Lease dead = next.leased();
    next.reported(dead, "codes:0:1", "AAA=", 1);
    now.letLeaseRunOut(dead);

    try (Reaper reaper = new Reaper(now.queue, now.name, SETTINGS)) {
      reaper.start();
      Eventually.holds(
          "a reaper of now puts it back",
          LONG,
          () -> now.found(later.id()).state() == JobState.QUEUED);
    }

    assertThat(now.nothingReady()).isTrue();
    Lease again = next.leased();
    assertThat(again.id()).isEqualTo(later.id());
    assertThat(again.checkpoint()).containsEntry("codes:0:1", "AAA=");
  }

  @Test
  void aJobThatIsResumedByTheNextVersionIsForItsWorkers() {
    Job job = now.rested(JobState.DRAFT_READY);

    next.resumed(job.id(), TestQueue.resume("token", JobState.DRAFT_READY));

    assertThat(now.nothingReady()).isTrue();
    assertThat(next.leased().id()).isEqualTo(job.id());
  }

  /** On a thread of its own: the common pool may have but one. */
  private static CompletableFuture<Void> async(Runnable task) {
    return CompletableFuture.runAsync(task, Thread::startVirtualThread);
  }

  private void start(TestQueue generation, String name, JobHandler handler) {
    JobWorker worker = new JobWorker(generation.queue, generation.name, name, handler, SETTINGS);
    workers.add(worker);
    worker.start();
  }

  private static JobHandler taking(Queue<JobId> taken) {
    return (lease, reporter) -> {
      taken.add(lease.id());
      return new Outcome.Succeeded("{}");
    };
  }

  private static void submit(TestQueue generation, String tenant, int count, Set<JobId> written) {
    for (int i = 0; i < count; i++) {
      written.add(generation.accepted(generation.job(tenant, Priority.NORMAL)).id());
    }
  }

  private void endsOnce(JobId id) {
    Eventually.holds(id + " ends", LONG, () -> now.found(id).state().terminal());
    assertThat(now.found(id).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(now.eventTypes(id)).containsOnlyOnce("finished");
  }

  private String versionOf(Job job) {
    String key = new QueueKeys(now.name).of(job.tenant(), job.id()).job();
    return now.redis.<String, String>opsForHash().get(key, "recordVersion").block();
  }
}
