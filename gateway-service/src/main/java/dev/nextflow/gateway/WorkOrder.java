package dev.nextflow.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.jobs.Priority;
import org.jspecify.annotations.Nullable;

/**
 * A request that was found good, in the queue's own words.
 *
 * @param queue where a worker of the right bundle looks
 * @param tokensTotal its price
 * @param work what the worker needs, JSON
 * @param view what the caller sees of it, JSON of {@link Requested}
 * @param turn the place in a session that it is for; null: none
 */
public record WorkOrder(
    String queue,
    Priority priority,
    long tokensTotal,
    String work,
    String view,
    Terms terms,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SessionTurn turn) {

  /** A job of its own. */
  public WorkOrder(
      String queue, Priority priority, long tokensTotal, String work, String view, Terms terms) {
    this(queue, priority, tokensTotal, work, view, terms, null);
  }

  /** On the usual terms. */
  public WorkOrder(String queue, Priority priority, long tokensTotal, String work, String view) {
    this(queue, priority, tokensTotal, work, view, Terms.USUAL);
  }

  /** The same order on these terms, and what is shown of it. */
  public WorkOrder on(Terms terms, String view) {
    return new WorkOrder(queue, priority, tokensTotal, work, view, terms, turn);
  }

  /** The same order as a turn of a session, and what is shown of it. */
  public WorkOrder as(SessionTurn turn, String view) {
    return new WorkOrder(queue, priority, tokensTotal, work, view, terms, turn);
  }
}
