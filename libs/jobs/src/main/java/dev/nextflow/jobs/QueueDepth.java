package dev.nextflow.jobs;

import java.util.Map;

/**
 * How much there is to do.
 *
 * @param waiting jobs that wait, for every priority
 * @param leased jobs that run
 */
public record QueueDepth(Map<Priority, Long> waiting, long leased) {

  public QueueDepth {
    waiting = Map.copyOf(waiting);
  }
}
