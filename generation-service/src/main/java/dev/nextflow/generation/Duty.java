package dev.nextflow.generation;

import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.Reaper;
import java.time.Duration;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * When the worker works: from warm to stop. Boot calls the service ready once {@link #run} has
 * returned, so nobody counts on it before; and the stop comes before Redis is disconnected, so what
 * is unfinished can still be handed back.
 */
final class Duty implements ApplicationRunner {

  private final Runnable warmUp;
  private final JobWorker worker;
  private final Reaper reaper;
  private final Duration drain;

  Duty(Runnable warmUp, JobWorker worker, Reaper reaper, Duration drain) {
    this.warmUp = warmUp;
    this.worker = worker;
    this.reaper = reaper;
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
    reaper.start();
    worker.start();
  }

  @EventListener(ContextClosedEvent.class)
  void stop() {
    worker.stop(drain);
    reaper.close();
  }
}
