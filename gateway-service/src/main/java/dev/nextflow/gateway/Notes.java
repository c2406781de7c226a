package dev.nextflow.gateway;

import reactor.core.publisher.Mono;

/** Decides who hears of a job's end: {@code jobs} and {@code intake} ask, {@code webhooks} does. */
public interface Notes {

  /**
   * The note that goes into the queue with a job and comes back from its outbox. Ends with a
   * problem that names the field {@code webhook} where the order asks for an endpoint that the
   * tenant has not.
   */
  Mono<String> note(String tenant, WorkOrder order);

  /**
   * Ends with the same problem for terms of which no job could come.
   *
   * @param terms of an order that is not to be carried out now
   */
  Mono<Void> check(String tenant, Terms terms);
}
