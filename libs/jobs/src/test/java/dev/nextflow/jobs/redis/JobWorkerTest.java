package dev.nextflow.jobs.redis;

import static dev.nextflow.jobs.redis.TestQueue.DONE;
import static dev.nextflow.jobs.redis.TestQueue.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobHandler;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.Reporter;
import dev.nextflow.jobs.Traces;
import dev.nextflow.jobs.WorkStopped;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import dev.nextflow.testing.Eventually;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobWorkerTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  /** Renewals so rare that nothing here can depend on one. */
  private static final JobSettings RARE =
      new JobSettings(
          Duration.ofHours(1),
          Duration.ofMinutes(20),
          Duration.ofHours(1),
          3,
          Duration.ofSeconds(10),
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofMinutes(15));

  private static final JobSettings OFTEN =
      new JobSettings(
          Duration.ofSeconds(10),
          Duration.ofMillis(50),
          Duration.ofHours(1),
          3,
          Duration.ofSeconds(10),
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofMinutes(15));

  private final BlockingQueue<Lease> started = new LinkedBlockingQueue<>();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final TestQueue test = TestQueue.open(RARE);
  private JobWorker worker;

  /** Or the first look at a lease, once signals are heard, would renew it amid a test. */
  @BeforeEach
  void connect() {
    test.connect();
  }

  @AfterEach
  void close() {
    goOn.countDown();
    if (worker != null) {
      worker.stop(Duration.ZERO);
    }
    test.close();
  }

  @Test
  void worksOffWhatWaitsAndWhatComesLater() {
    Job first = test.accepted();
    start(RARE, (lease, reporter) -> DONE);
    awaitState(first.id(), JobState.SUCCEEDED);

    Job second = test.accepted();

    awaitState(second.id(), JobState.SUCCEEDED);
    assertThat(test.found(second.id()).result()).isEqualTo("{\"images\":1}");
  }

  @Test
  void failsAJobWhoseHandlerThrowsAndGoesOn() {
    Job broken = test.accepted();
    Job unlucky = test.accepted();
    Job fatal = test.accepted();
    Job fine = test.accepted();
    start(
        RARE,
        (lease, reporter) -> {
          if (lease.id().equals(broken.id())) {
            throw new IllegalStateException("broken");
          }
          if (lease.id().equals(unlucky.id())) {
            throw ProblemException.of(ProblemType.DRAWING_FAILED);
          }
          if (lease.id().equals(fatal.id())) {
            throw new StackOverflowError();
          }
          return DONE;
        });

    awaitState(fine.id(), JobState.SUCCEEDED);

    assertThat(List.of(broken, unlucky, fatal))
        .extracting(job -> test.found(job.id()).problem())
        .containsExactly("internal", "drawing-failed", "internal");
    assertThat(test.found(broken.id()).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void renewsTheLeaseWhileTheHandlerComputes() throws Exception {
    test.accepted();
    start(OFTEN, this::runUntilToldToGoOn);
    Lease lease = started.poll(30, TimeUnit.SECONDS);

    for (int renewal = 0; renewal < 3; renewal++) {
      test.letLeaseRunOut(lease);
      Eventually.holds("the lease is renewed", LONG, () -> leaseEndMs(lease) > 1_000_000);
    }
  }

  @Test
  void tellsTheHandlerAtOnceThatItsTenantCancels() throws Exception {
    Job job = test.accepted();
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    start(
        RARE,
        (lease, reporter) -> {
          reporter.onCancel(() -> told.complete(true));
          started.add(lease);
          told.join();
          reporter.report(new Progress(Map.of(), "scale", "{}", 1));
          return DONE;
        });
    started.poll(30, TimeUnit.SECONDS);

    test.queue.cancel(TENANT, job.id()).block();

    awaitState(job.id(), JobState.CANCELLED);
    assertThat(test.eventTypes(job.id())).last().isEqualTo("finished");
  }

  @Test
  void stopsAHandlerThatLostItsLeaseAndDropsItsResult() throws Exception {
    Job job = test.accepted();
    BlockingQueue<WorkStopped> stops = new LinkedBlockingQueue<>();
    start(
        RARE,
        (lease, reporter) -> {
          started.add(lease);
          goOn.await();
          try {
            reporter.report(new Progress(Map.of("codes:0:1", "stale"), "scale", "{}", 1));
          } catch (WorkStopped stop) {
            stops.add(stop);
          }
          return DONE;
        });
    test.letLeaseRunOut(started.poll(30, TimeUnit.SECONDS));
    test.reaped();
    Lease current = test.leased();

    goOn.countDown();

    assertThat(stops.poll(30, TimeUnit.SECONDS)).isInstanceOf(WorkStopped.LeaseLost.class);
    worker.stop(LONG);
    assertThat(test.found(job.id()).state()).isEqualTo(JobState.RUNNING);
    assertThat(test.queue.checkpoint(TENANT, job.id()).block()).isEmpty();
    assertThat(test.finished(current, new Outcome.Failed("drawing-failed"))).isTrue();
    assertThat(test.eventTypes(job.id())).containsOnlyOnce("finished");
  }

  @Test
  void finishesTheRunningJobWhenStoppedAndTakesNoOther() throws Exception {
    Job running = test.accepted();
    Job waiting = test.accepted();
    start(RARE, this::runUntilToldToGoOn);
    started.poll(30, TimeUnit.SECONDS);

    stopThenGoOn();

    assertThat(test.found(running.id()).state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(test.found(waiting.id()).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void handsTheJobBackAtItsNextReportWhenStopped() throws Exception {
    Job job = test.accepted();
    CompletableFuture<Boolean> wentOn = new CompletableFuture<>();
    CompletableFuture<Boolean> cutOff = new CompletableFuture<>();
    start(
        RARE,
        (lease, reporter) -> {
          reporter.onCancel(() -> cutOff.complete(true));
          runUntilToldToGoOn(lease, reporter);
          reporter.report(new Progress(Map.of("codes:0:1", "AAA="), "scale", "{}", 1));
          wentOn.complete(true);
          return DONE;
        });
    started.poll(30, TimeUnit.SECONDS);

    stopThenGoOn();

    assertThat(List.of(wentOn, cutOff)).noneMatch(CompletableFuture::isDone);
    assertThat(test.found(job.id()).state()).isEqualTo(JobState.QUEUED);
    Lease next = test.leased();
    assertThat(next.attempt()).isEqualTo(1);
    assertThat(next.checkpoint()).containsEntry("codes:0:1", "AAA=");
  }

  @Test
  void endsAJobThatIsCompleteAtItsNextReportWhenStopped() throws Exception {
    Job job = test.accepted();
    start(
        RARE,
        (lease, reporter) -> {
          runUntilToldToGoOn(lease, reporter);
          reporter.report(new Progress(Map.of("codes:0:1", "AAA="), "scale", "{}", 1, true));
          return DONE;
        });
    started.poll(30, TimeUnit.SECONDS);

    stopThenGoOn();

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void doesNotBeginAJobThatItGetsWhileItStops() throws Exception {
    Job job = test.accepted();
    CountDownLatch asked = new CountDownLatch(1);
    JobQueue slow =
        (JobQueue)
            Proxy.newProxyInstance(
                JobQueue.class.getClassLoader(),
                new Class<?>[] {JobQueue.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("reserve")) {
                    asked.countDown();
                    goOn.await();
                  }
                  return method.invoke(test.queue, arguments);
                });
    worker = new JobWorker(slow, test.name, test.name, this::runUntilToldToGoOn, RARE);
    worker.start();
    asked.await();

    stopThenGoOn();

    assertThat(started).isEmpty();
    assertThat(test.found(job.id()).state()).isEqualTo(JobState.QUEUED);
    Lease next = test.leased();
    assertThat(next.fence()).as("it was leased once before").isEqualTo(2);
    assertThat(next.attempt()).isEqualTo(1);
  }

  @Test
  void handsTheJobBackWithItsCheckpointWhenTheTimeToDrainIsOver() throws Exception {
    Job job = test.accepted();
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    start(
        RARE,
        (lease, reporter) -> {
          reporter.report(new Progress(Map.of("codes:0:1", "AAA="), "scale", "{}", 1));
          reporter.onCancel(() -> told.complete(true));
          started.add(lease);
          told.join();
          return new Outcome.Cancelled();
        });
    started.poll(30, TimeUnit.SECONDS);

    worker.stop(Duration.ZERO);

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.QUEUED);
    Lease next = test.leased();
    assertThat(next.attempt()).isEqualTo(1);
    assertThat(next.checkpoint()).containsEntry("codes:0:1", "AAA=");
  }

  @Test
  void keepsAResultThatComesJustAfterTheTimeToDrain() throws Exception {
    Job job = test.accepted();
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    start(
        RARE,
        (lease, reporter) -> {
          reporter.onCancel(() -> told.complete(true));
          started.add(lease);
          told.join();
          return DONE;
        });
    started.poll(30, TimeUnit.SECONDS);

    worker.stop(Duration.ZERO);

    assertThat(test.found(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void worksOnAsManyJobsAtOnceAsItHasSlots() throws Exception {
    List<Job> jobs = Stream.generate(test::accepted).limit(5).toList();
    startWithSlots(3, this::runUntilToldToGoOn);
    Set<JobId> running = Set.of(awaitStart(), awaitStart(), awaitStart());

    assertThat(jobs).extracting(Job::id).containsAll(running);
    assertThat(jobs)
        .extracting(job -> test.found(job.id()).state())
        .as("no slot is free for the others")
        .containsExactlyInAnyOrder(
            JobState.RUNNING, JobState.RUNNING, JobState.RUNNING, JobState.QUEUED, JobState.QUEUED);

    goOn.countDown();
    jobs.forEach(job -> awaitState(job.id(), JobState.SUCCEEDED));
  }

  @Test
  void handsEveryJobBackWhenTheTimeToDrainIsOver() throws Exception {
    List<Job> jobs = Stream.generate(test::accepted).limit(2).toList();
    startWithSlots(
        2,
        (lease, reporter) -> {
          CompletableFuture<Boolean> told = new CompletableFuture<>();
          reporter.onCancel(() -> told.complete(true));
          started.add(lease);
          told.join();
          return new Outcome.Cancelled();
        });
    awaitStart();
    awaitStart();

    worker.stop(Duration.ZERO);

    assertThat(jobs).extracting(job -> test.found(job.id()).state()).containsOnly(JobState.QUEUED);
  }

  @Test
  void canBeStoppedBeforeItHasStarted() {
    Job job = test.accepted();
    worker = new JobWorker(test.queue, test.name, test.name, (lease, reporter) -> DONE, RARE);

    worker.stop(LONG);
    worker.start();

    assertThat(test.leased().id()).isEqualTo(job.id());
  }

  @Test
  void handsTheJobBackOverTheHeadOfAHandlerThatDoesNotStop() throws Exception {
    Job job = test.accepted();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    start(
        RARE,
        (lease, reporter) -> {
          started.add(lease);
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.complete(true);
          }
          return DONE;
        });
    started.poll(30, TimeUnit.SECONDS);

    worker.stop(Duration.ZERO);

    assertThat(interrupted).succeedsWithin(LONG);
    assertThat(test.found(job.id()).state()).isEqualTo(JobState.QUEUED);
  }

  @Test
  void stopsAtOnceWhenThereIsNothingToDo() {
    start(RARE, (lease, reporter) -> DONE);
    Eventually.holds(
        "the worker waits for a signal",
        LONG,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread ->
                    thread.getName().equals("jobs-" + test.name)
                        && thread.getState() != Thread.State.RUNNABLE));

    assertThat(CompletableFuture.runAsync(() -> worker.stop(Duration.ofMinutes(5))))
        .succeedsWithin(LONG);
  }

  /** Only once the worker knows: before that, the end of one job is the start of the next. */
  private void stopThenGoOn() throws InterruptedException {
    Thread stop = Thread.ofPlatform().start(() -> worker.stop(LONG));
    Eventually.holds(
        "the stop waits for the job", LONG, () -> stop.getState() == Thread.State.TIMED_WAITING);
    goOn.countDown();
    assertThat(stop.join(LONG)).isTrue();
  }

  private Outcome runUntilToldToGoOn(Lease lease, Reporter reporter) throws InterruptedException {
    started.add(lease);
    goOn.await();
    return DONE;
  }

  private JobId awaitStart() throws InterruptedException {
    return started.poll(30, TimeUnit.SECONDS).id();
  }

  private void startWithSlots(int slots, JobHandler handler) {
    worker = new JobWorker(test.queue, test.name, test.name, slots, handler, RARE, Traces.NONE);
    worker.start();
  }

  private void start(JobSettings settings, JobHandler handler) {
    worker = new JobWorker(test.queue, test.name, test.name, handler, settings);
    worker.start();
  }

  private double leaseEndMs(Lease lease) {
    QueueKeys keys = new QueueKeys(test.name);
    return test.redis
        .opsForZSet()
        .score(keys.own().get(0), keys.of(TENANT, lease.id()).name())
        .block();
  }

  private void awaitState(JobId id, JobState state) {
    Eventually.holds(id + " is " + state, LONG, () -> test.found(id).state() == state);
  }
}
