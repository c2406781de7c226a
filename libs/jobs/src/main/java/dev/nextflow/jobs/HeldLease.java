package dev.nextflow.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * A lease while its job is worked on. Its duties:
 *
 * <ol>
 *   <li>renew the lease in the background;
 *   <li>learn that the handler should stop, and tell it;
 *   <li>carry reports and the outcome to the queue, through an absence of the queue too.
 * </ol>
 *
 * <p>Thread-safe. The fence, not the clock here, decides whether a write still counts.
 */
final class HeldLease implements Reporter, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HeldLease.class);

  private final JobQueue queue;
  private final Lease lease;
  private final AttemptTrace trace;
  private final JobSettings settings;
  private final ScheduledExecutorService background;
  private final List<Runnable> onStop = new ArrayList<>();
  private final Future<?> renewals;
  private final Disposable cancelHints;
  private @Nullable WorkStopped stopped;
  private volatile boolean leaving;

  HeldLease(
      JobQueue queue,
      Lease lease,
      AttemptTrace trace,
      JobSettings settings,
      ScheduledExecutorService background) {
    this.queue = queue;
    this.lease = lease;
    this.trace = trace;
    this.settings = settings;
    this.background = background;
    long everyMs = settings.renewEvery().toMillis();
    this.renewals =
        background.scheduleWithFixedDelay(this::renew, everyMs, everyMs, TimeUnit.MILLISECONDS);
    this.cancelHints =
        queue
            .awaitCancelHint(lease)
            .doOnSuccess(hint -> background.execute(this::renew))
            .repeat()
            .onErrorComplete()
            .subscribe();
  }

  Lease lease() {
    return lease;
  }

  /** Why the handler should stop; empty while it should not. */
  synchronized Optional<WorkStopped> stopped() {
    return Optional.ofNullable(stopped);
  }

  /** Tells the handler to stop. The first reason stays, but nothing outweighs a lost lease. */
  void stop(WorkStopped reason) {
    List<Runnable> tell;
    synchronized (this) {
      if (stopped == null || reason instanceof WorkStopped.LeaseLost) {
        stopped = reason;
      }
      tell = List.copyOf(onStop);
      onStop.clear();
    }
    tell.forEach(this::call);
  }

  /** Lets the handler come to its next report; what that stores is handed over, and it ends. */
  void stopAtNextReport() {
    leaving = true;
  }

  @Override
  public void onCancel(Runnable stop) {
    synchronized (this) {
      if (stopped == null) {
        onStop.add(stop);
        return;
      }
    }
    background.execute(() -> call(stop));
  }

  @Override
  public void phase(String name) {
    trace.phase(name);
  }

  @Override
  public void report(Progress progress) {
    Trace place = trace.place();
    Mono<Standing> call = queue.report(lease, progress);
    if (place != null) {
      call = call.contextWrite(place::in);
    }
    while (true) {
      stopped().ifPresent(HeldLease::raise);
      Optional<Standing> standing = ask(call);
      if (standing.isPresent()) {
        if (standing.get() != Standing.LOST) {
          trace.reported(progress);
        }
        heed(standing.get());
        if (leaving && !progress.complete()) {
          leave();
        }
        stopped().ifPresent(HeldLease::raise);
        return;
      }
    }
  }

  /** Ends the job; asks until there is an answer, and once where the worker has to leave. */
  void finish(Outcome outcome) {
    Mono<Boolean> call = queue.finish(lease, outcome);
    Optional<Boolean> ended;
    do {
      ended = ask(call);
    } while (ended.isEmpty() && stopped().filter(HeldLease::leavesTheJob).isEmpty());
    if (ended.isEmpty()) {
      log.warn("Job {} could not be ended; it will run again", lease.id());
    } else if (!ended.get()) {
      log.info("Job {} was taken away before it ended here", lease.id());
    }
  }

  /** Hands the job back. Asks once: where that fails, the lease runs out to the same effect. */
  void release() {
    try {
      queue.release(lease).block();
    } catch (QueueUnavailable away) {
      log.info("Job {} could not be handed back; its lease runs out", lease.id());
    }
  }

  @Override
  public void close() {
    renewals.cancel(false);
    cancelHints.dispose();
  }

  /** Between two steps there is nothing to be cut off, so nobody has to be told. */
  private synchronized void leave() {
    if (stopped == null) {
      stopped = new WorkStopped.WorkerStopping();
      onStop.clear();
    }
  }

  private void renew() {
    try {
      queue.renew(lease).blockOptional().ifPresent(this::heed);
    } catch (QueueUnavailable away) {
      log.debug("Job {} was not renewed, the queue is away", lease.id());
    } catch (RuntimeException e) {
      log.warn("Job {} was not renewed", lease.id(), e);
    }
  }

  private void heed(Standing standing) {
    switch (standing) {
      case HELD -> {}
      case CANCEL_REQUESTED -> stop(new WorkStopped.JobCancelled());
      case LOST -> stop(new WorkStopped.LeaseLost());
    }
  }

  // Empty where the queue is away; then a pause has passed.
  private <T> Optional<T> ask(Mono<T> call) {
    try {
      return call.blockOptional();
    } catch (QueueUnavailable away) {
      log.debug("Job {} waits for the queue", lease.id());
    }
    try {
      TimeUnit.MILLISECONDS.sleep(settings.lookAgainEvery().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop(new WorkStopped.WorkerStopping());
    }
    return Optional.empty();
  }

  private void call(Runnable stop) {
    try {
      stop.run();
    } catch (RuntimeException e) {
      log.warn("Job {} could not be told to stop", lease.id(), e);
    }
  }

  private static boolean leavesTheJob(WorkStopped reason) {
    return switch (reason) {
      case WorkStopped.JobCancelled _ -> false;
      case WorkStopped.LeaseLost _, WorkStopped.WorkerStopping _ -> true;
    };
  }

  private static void raise(WorkStopped reason) {
    throw reason;
  }
}
