package dev.nextflow.generation;

import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.Reaper;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * When the workers work: from warm to stop. Boot calls the service ready once {@link #run} has
 * returned, so nobody counts on it before; and the stop comes before Redis is disconnected, so what
 * is unfinished can still be handed back.
 */
final class Duty implements ApplicationRunner {

  private final Runnable warmUp;
  private final List<JobWorker> workers;
  private final List<Reaper> reapers;
  private final Duration drain;

  Duty(Runnable warmUp, List<JobWorker> workers, List<Reaper> reapers, Duration drain) {
    this.warmUp = warmUp;
    this.workers = List.copyOf(workers);
    this.reapers = List.copyOf(reapers);
    this.drain = drain;
  }

  /** Tells workers apart for people who look into the queue. */
  static String workerName() {
    String host = System.getenv().getOrDefault("HOSTNAME", "local");
    return "generation-" + host + "-" + ProcessHandle.current().pid();
  }

  @Override
  public void run(ApplicationArguments arguments) {
    warmUp.run();
    reapers.forEach(Reaper::start);
    workers.forEach(JobWorker::start);
  }

  @EventListener(ContextClosedEvent.class)
  void stop() {
    // Beside each other: each may take all of the time that there is.
    List<Thread> stops =
        workers.stream()
            .map(worker -> Thread.ofVirtual().name("stop").start(() -> worker.stop(drain)))
            .toList();
    stops.forEach(Duty::await);
    reapers.forEach(Reaper::close);
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
