package dev.nextflow.jobs;

import java.util.Map;

/**
 * How much there is to do.
 *
 * @param waiting jobs that wait, for every priority
 * @param waitingTokens tokens that those jobs will still cost, for every priority
 * @param oldestWaitingMs how long the oldest of them waits, for every priority: since it entered
 *     its lane, also where a worker had it meanwhile and it was put back; 0 where none waits
 * @param leased jobs that run
 */
public record QueueDepth(
    Map<Priority, Long> waiting,
    Map<Priority, Long> waitingTokens,
    Map<Priority, Long> oldestWaitingMs,
    long leased) {

  public QueueDepth {
    waiting = Map.copyOf(waiting);
    waitingTokens = Map.copyOf(waitingTokens);
    oldestWaitingMs = Map.copyOf(oldestWaitingMs);
  }

  /** Whether any job waits or runs. */
  public boolean anyJob() {
    return leased > 0 || waiting.values().stream().anyMatch(jobs -> jobs > 0);
  }
}
