package dev.nextflow.gateway;

import reactor.core.publisher.Mono;

/** Decides who hears of a job's end: {@code jobs} asks, {@code webhooks} does. */
public interface Notes {

  /**
   * The note that goes into the queue with a job and comes back from its outbox. Ends with a
   * problem that names the field {@code webhook} where the order asks for an endpoint that the
   * tenant has not.
   */
  Mono<String> note(String tenant, WorkOrder order);
}
