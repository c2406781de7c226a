package dev.nextflow.jobs.redis;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Lets a process speak to Redis before it serves anybody. The first words take long: classes are
 * loaded, connections opened. On a busy machine it is longer than a caller's request may take, and
 * who waits for a job would miss its signals. A Redis that is away does not keep a process from its
 * start.
 */
final class FirstContact implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(FirstContact.class);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** After the connections, before everything that has no phase of its own, and web servers. */
  private static final int PHASE = 1;

  private final RedisJobQueue queue;
  private volatile boolean running;

  FirstContact(RedisJobQueue queue) {
    this.queue = queue;
  }

  @Override
  public void start() {
    running = true;
    try {
      queue.connect().block(LONGEST);
    } catch (RuntimeException away) {
      log.warn("Starts without the queue: {}", away.getMessage());
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
