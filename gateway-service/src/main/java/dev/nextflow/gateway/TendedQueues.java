package dev.nextflow.gateway;

import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.Reaper;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks after every queue that holds a job this gateway has accepted or shown, or that had jobs in
 * it when the gateway came: so each job ends even where no worker ever comes for it, and what waits
 * is measured where none runs. Safe from any thread.
 */
@Component
public class TendedQueues implements SmartLifecycle {

  private final JobQueue queue;
  private final JobSettings settings;
  private final Map<String, Reaper> reapers = new ConcurrentHashMap<>();
  private volatile boolean running;

  /** Looks after nothing before it is started. */
  public TendedQueues(JobQueue queue, JobSettings settings) {
    this.queue = queue;
    this.settings = settings;
  }

  /**
   * Starts to look after a queue; nothing happens where that has begun already. Only for queues of
   * jobs that exist: a name that a caller made up must not cost a thread. Ignored by a gateway that
   * stops.
   */
  public void tend(String queueName) {
    if (running) {
      reapers.computeIfAbsent(queueName, this::started);
    }
  }

  private Reaper started(String queueName) {
    Reaper reaper = new Reaper(queue, queueName, settings);
    reaper.start();
    return reaper;
  }

  @Override
  public void start() {
    running = true;
  }

  /** Before the connections to the queue close: a reaper without one would only complain. */
  @Override
  public void stop() {
    running = false;
    reapers.values().forEach(Reaper::close);
    reapers.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
