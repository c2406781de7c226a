package dev.nextflow.jobs;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after one queue at intervals. Its duties:
 *
 * <ol>
 *   <li>give the jobs of dead workers to others, and end those whose time is over;
 *   <li>measure how much there is to do.
 * </ol>
 *
 * <p>Any number of them may look after the same queue; whoever submits to a queue should run one,
 * so that its jobs end even where no worker ever comes.
 */
public final class Reaper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Reaper.class);

  private final JobQueue queue;
  private final String queueName;
  private final JobSettings settings;
  private final ScheduledExecutorService thread;
  private boolean away;

  /** A reaper that has not started. */
  public Reaper(JobQueue queue, String queueName, JobSettings settings) {
    this.queue = queue;
    this.queueName = QueueNames.require(queueName);
    this.settings = settings;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("reaper-" + queueName).daemon().factory());
  }

  /** Starts to reap, at once. */
  public void start() {
    thread.scheduleWithFixedDelay(
        this::look, 0, settings.reapEvery().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops; a look that is under way may still end. */
  @Override
  public void close() {
    thread.shutdown();
  }

  private void look() {
    try {
      int reaped = queue.reap(queueName).blockOptional().orElse(0);
      if (reaped > 0) {
        log.info("Reaped {} jobs of {}", reaped, queueName);
      }
      queue.depth(queueName).block();
      away = false;
    } catch (RuntimeException e) {
      // An exception that left here would end the schedule.
      if (!away) {
        log.warn("Reaper of {} waits for the queue: {}", queueName, e.getMessage());
      }
      away = true;
    }
  }
}
