package dev.nextflow.tokenizer;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A few platform threads for work that keeps a processor busy, which belongs neither on an event
 * loop nor on virtual threads. Its queue is short: a caller is better told to come back than kept
 * waiting for what it has given up.
 */
public final class CpuPool implements AutoCloseable {

  private final ThreadPoolExecutor executor;

  /**
   * Starts no thread before there is work.
   *
   * @param name of the threads and in the meters
   * @param threads how many calls run at once
   * @param waiting how many more may wait
   */
  CpuPool(String name, int threads, int waiting, MeterRegistry meters) {
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            Thread.ofPlatform().name(name + "-", 0).factory());
    ExecutorServiceMetrics.monitor(meters, executor, name, "nextflow.tokenizer", Tags.empty());
  }

  /**
   * Runs the work once there is a subscriber, and drops it while it waits if the subscriber leaves.
   * Ends with an {@code unavailable} problem where too much waits already.
   */
  public <T> Mono<T> call(Callable<T> work) {
    return Mono.create(sink -> {
      try {
        Future<?> running = executor.submit(() -> settle(sink, work));
        sink.onCancel(() -> executor.remove((Runnable) running));
      } catch (RejectedExecutionException e) {
        sink.error(ProblemException.of(ProblemType.UNAVAILABLE));
      }
    });
  }

  private static <T> void settle(MonoSink<T> sink, Callable<T> work) {
    try {
      sink.success(work.call());
    } catch (Throwable e) {
      sink.error(e);
    }
  }

  /** Takes no more work; what runs or waits is still done. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
