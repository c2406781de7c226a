package dev.nextflow.jobs;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One worker: takes the jobs of a queue, as many at once as it has slots. Its duties:
 *
 * <ol>
 *   <li>lease the job whose turn it is once a slot is free, and wait without work where there is
 *       none;
 *   <li>run the handler on a platform thread of its slot, while the lease is renewed in the
 *       background;
 *   <li>end the job with the handler's outcome, or with a problem where it failed;
 *   <li>outlive everything: a handler that throws, a queue that goes away and comes back;
 *   <li>stop cleanly: take nothing more, and hand over what runs at its next report.
 * </ol>
 */
public final class JobWorker {

  private static final Logger log = LoggerFactory.getLogger(JobWorker.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** For a handler to heed the stop; then its job is handed back over its head. */
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);

  private final JobQueue queue;
  private final String queueName;
  private final String workerName;
  private final JobHandler handler;
  private final JobSettings settings;
  private final Traces traces;
  private final List<Thread> threads; // One per slot.
  private final ScheduledExecutorService background;

  /** Whose slot is free waits here; the one inside asks the queue, for all of them. */
  private final Lock taking = new ReentrantLock();

  private final CompletableFuture<Boolean> stopping = new CompletableFuture<>();
  private final Map<Thread, HeldLease> current = new ConcurrentHashMap<>();
  private volatile boolean away;

  /** A worker with one slot, that has not started and traces nothing. */
  public JobWorker(
      JobQueue queue,
      String queueName,
      String workerName,
      JobHandler handler,
      JobSettings settings) {
    this(queue, queueName, workerName, 1, handler, settings, Traces.NONE);
  }

  /**
   * A worker that has not started.
   *
   * @param workerName who it is, for people who look into the queue
   * @param slots jobs at once, at least 1; the handler is called by as many threads
   * @param traces where attempts are written
   */
  public JobWorker(
      JobQueue queue,
      String queueName,
      String workerName,
      int slots,
      JobHandler handler,
      JobSettings settings,
      Traces traces) {
    this.queue = queue;
    this.queueName = QueueNames.require(queueName);
    this.workerName = workerName;
    this.handler = handler;
    this.settings = settings;
    this.traces = traces;
    Thread.Builder slot = Thread.ofPlatform().name("jobs-" + workerName).daemon();
    this.threads = Stream.generate(() -> slot.unstarted(this::work)).limit(slots).toList();
    this.background =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("leases-" + workerName).daemon().factory());
  }

  /** Starts to take jobs. Once. */
  public void start() {
    threads.forEach(Thread::start);
  }

  /**
   * Takes no more jobs, and hands back those that run as soon as they report, with all that they
   * have stored; one that is complete then is ended. Who does not report within {@code drain} is
   * cut off in the middle of its step. Returns when all are handed back or ended, some seconds
   * after {@code drain} at the latest. Does nothing to a worker that has not started.
   */
  public void stop(Duration drain) {
    stopping.complete(true);
    current.values().forEach(HeldLease::stopAtNextReport);
    boolean ended = join(drain);
    if (!ended) {
      current.values().forEach(held -> held.stop(new WorkStopped.WorkerStopping()));
      ended = join(STOP_GRACE);
    }
    if (!ended) {
      current.forEach((thread, held) -> {
        log.warn("Job {} does not stop; it is handed back all the same", held.lease().id());
        held.release();
        thread.interrupt();
      });
    }
    background.shutdownNow();
  }

  private void work() {
    while (!stopping.isDone()) {
      try {
        taken().ifPresent(this::run);
      } catch (RuntimeException e) {
        waitOut(e);
      }
    }
  }

  /** The next job; empty where none came for a while, or the queue is away. */
  private Optional<Lease> taken() {
    taking.lock();
    try {
      Optional<Lease> lease = stopping.isDone() ? Optional.empty() : take();
      away = false;
      return lease;
    } catch (RuntimeException e) {
      waitOut(e);
      return Optional.empty();
    } finally {
      taking.unlock();
    }
  }

  private Optional<Lease> take() {
    Optional<Lease> lease = queue.reserve(queueName, workerName).blockOptional();
    if (lease.isEmpty()) {
      Mono.firstWithSignal(
              queue.awaitReady(queueName, LONGEST_WAIT), Mono.fromFuture(stopping, true))
          .block();
    }
    return lease;
  }

  private void waitOut(RuntimeException failure) {
    if (!away) {
      log.warn("Worker {} waits for the queue: {}", workerName, failure.getMessage());
    }
    away = true;
    pause();
  }

  private void run(Lease lease) {
    try (AttemptTrace trace = AttemptTrace.begin(traces, lease);
        HeldLease held = new HeldLease(queue, lease, trace, settings, background)) {
      current.put(Thread.currentThread(), held);
      if (stopping.isDone()) {
        held.release(); // The queue was asked before the stop, and answered after it.
        return;
      }
      Optional<Outcome> outcome = outcome(held);
      conclude(held, outcome, trace);
    } finally {
      current.remove(Thread.currentThread());
    }
  }

  /** What the handler says or fails with; empty where it failed because it was told to stop. */
  private Optional<Outcome> outcome(HeldLease held) {
    Lease lease = held.lease();
    try {
      return Optional.of(handler.run(lease, held));
    } catch (Throwable failure) {
      // Errors too: a worker that died of one would leave its queue to nobody.
      if (held.stopped().isPresent()) {
        return Optional.empty();
      }
      // Its message may quote what the tenant wrote, so it stays out of the log.
      log.error("Job {} failed: {}", lease.id(), failure.getClass().getName());
      log.debug("Job {} failed at {}", lease.id(), Arrays.toString(failure.getStackTrace()));
      return Optional.of(
          new Outcome.Failed(
              failure instanceof ProblemException problem
                  ? problem.problem().code()
                  : ProblemType.INTERNAL.code()));
    }
  }

  private static void conclude(HeldLease held, Optional<Outcome> outcome, AttemptTrace trace) {
    Optional<WorkStopped> stopped = held.stopped();
    // A handler may call any stop a cancel; only the tenant's makes it one.
    Optional<Outcome> meant =
        outcome.filter(said ->
            !(said instanceof Outcome.Cancelled)
                || !(stopped.orElse(null) instanceof WorkStopped.WorkerStopping));
    if (stopped.orElse(null) instanceof WorkStopped.LeaseLost) {
      log.info("Job {} was taken away; what came of it here is dropped", held.lease().id());
      trace.ended("lost");
    } else if (meant.isEmpty() && stopped.orElse(null) instanceof WorkStopped.WorkerStopping) {
      held.release();
      trace.ended("handed-back");
    } else {
      Outcome end = meant.orElse(new Outcome.Cancelled());
      held.finish(end);
      trace.ended(end.state().wireName());
      if (end instanceof Outcome.Failed(String problemCode)) {
        trace.failed(problemCode);
      }
    }
  }

  private void pause() {
    stopping
        .copy()
        .completeOnTimeout(false, settings.lookAgainEvery().toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private boolean join(Duration longest) {
    long endNs = System.nanoTime() + longest.toNanos();
    try {
      for (Thread thread : threads) {
        boolean started = thread.getState() != Thread.State.NEW;
        if (started && !thread.join(Duration.ofNanos(endNs - System.nanoTime()))) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return threads.stream().noneMatch(Thread::isAlive);
    }
  }
}
