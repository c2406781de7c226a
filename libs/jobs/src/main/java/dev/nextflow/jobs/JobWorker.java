package dev.nextflow.jobs;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One worker: takes the jobs of a queue one after the other. Its duties:
 *
 * <ol>
 *   <li>lease the job whose turn it is, and wait without work where there is none;
 *   <li>run the handler on its own platform thread, while the lease is renewed in the background;
 *   <li>end the job with the handler's outcome, or with a problem where it failed;
 *   <li>outlive everything: a handler that throws, a queue that goes away and comes back;
 *   <li>stop cleanly: finish what it can in time, hand back what it can't.
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
  private final Thread thread;
  private final ScheduledExecutorService background;
  private final CompletableFuture<Boolean> stopping = new CompletableFuture<>();
  private volatile @Nullable HeldLease current;
  private volatile boolean handBack;

  /**
   * A worker that has not started.
   *
   * @param workerName who it is, for people who look into the queue
   */
  public JobWorker(
      JobQueue queue,
      String queueName,
      String workerName,
      JobHandler handler,
      JobSettings settings) {
    this.queue = queue;
    this.queueName = QueueNames.require(queueName);
    this.workerName = workerName;
    this.handler = handler;
    this.settings = settings;
    this.thread = Thread.ofPlatform().name("jobs-" + workerName).daemon().unstarted(this::work);
    this.background =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("leases-" + workerName).daemon().factory());
  }

  /** Starts to take jobs. Once. */
  public void start() {
    thread.start();
  }

  /**
   * Takes no more jobs; lets the running one go on for {@code drain}, then hands it back with its
   * checkpoint. Returns when that is done, some seconds after {@code drain} at the latest. Does
   * nothing to a worker that has not started.
   */
  public void stop(Duration drain) {
    stopping.complete(true);
    boolean ended = join(drain);
    if (!ended) {
      handBack = true;
      stopCurrent();
      ended = join(STOP_GRACE);
    }
    HeldLease held = current;
    if (!ended && held != null) {
      log.warn("Job {} does not stop; it is handed back all the same", held.lease().id());
      held.release();
      thread.interrupt();
    }
    background.shutdownNow();
  }

  private void work() {
    boolean away = false;
    while (!stopping.isDone()) {
      try {
        takeOne();
        away = false;
      } catch (RuntimeException e) {
        if (!away) {
          log.warn("Worker {} waits for the queue: {}", workerName, e.getMessage());
        }
        away = true;
        pause();
      }
    }
  }

  private void takeOne() {
    Optional<Lease> lease = queue.reserve(queueName, workerName).blockOptional();
    if (lease.isPresent()) {
      run(lease.get());
      return;
    }
    Mono.firstWithSignal(queue.awaitReady(queueName, LONGEST_WAIT), Mono.fromFuture(stopping, true))
        .block();
  }

  private void run(Lease lease) {
    try (HeldLease held = new HeldLease(queue, lease, settings, background)) {
      current = held;
      if (handBack) {
        stopCurrent();
      }
      Optional<Outcome> outcome = outcome(held);
      conclude(held, outcome);
    } finally {
      current = null;
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
      // Its message may quote what the tenant wrote, so it stays out of the usual log.
      log.error("Job {} failed: {}", lease.id(), failure.getClass().getName());
      log.debug("Job {} failed", lease.id(), failure);
      return Optional.of(
          new Outcome.Failed(
              failure instanceof ProblemException problem
                  ? problem.problem().code()
                  : ProblemType.INTERNAL.code()));
    }
  }

  private static void conclude(HeldLease held, Optional<Outcome> outcome) {
    Optional<WorkStopped> stopped = held.stopped();
    // A handler may call any stop a cancel; only the tenant's makes it one.
    Optional<Outcome> meant =
        outcome.filter(said ->
            !(said instanceof Outcome.Cancelled)
                || !(stopped.orElse(null) instanceof WorkStopped.WorkerStopping));
    if (stopped.orElse(null) instanceof WorkStopped.LeaseLost) {
      log.info("Job {} was taken away; what came of it here is dropped", held.lease().id());
    } else if (meant.isPresent()) {
      held.finish(meant.get());
    } else if (stopped.orElse(null) instanceof WorkStopped.WorkerStopping) {
      held.release();
    } else {
      held.finish(new Outcome.Cancelled());
    }
  }

  private void stopCurrent() {
    HeldLease held = current;
    if (held != null) {
      held.stop(new WorkStopped.WorkerStopping());
    }
  }

  private void pause() {
    stopping
        .copy()
        .completeOnTimeout(false, settings.lookAgainEvery().toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  private boolean join(Duration longest) {
    if (thread.getState() == Thread.State.NEW) {
      return true;
    }
    try {
      return thread.join(longest);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !thread.isAlive();
    }
  }
}
