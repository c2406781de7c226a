package dev.nextflow.gateway;

import dev.nextflow.jobs.Priority;

/**
 * A request that was found good, in the queue's own words.
 *
 * @param queue where a worker of the right bundle looks
 * @param tokensTotal its price
 * @param work what the worker needs, JSON
 * @param view what the caller sees of it, JSON of {@link Requested}
 */
public record WorkOrder(
    String queue, Priority priority, long tokensTotal, String work, String view, Terms terms) {

  /** On the usual terms. */
  public WorkOrder(String queue, Priority priority, long tokensTotal, String work, String view) {
    this(queue, priority, tokensTotal, work, view, Terms.USUAL);
  }

  /** The same order on these terms, and what is shown of it. */
  public WorkOrder on(Terms terms, String view) {
    return new WorkOrder(queue, priority, tokensTotal, work, view, terms);
  }
}
