package dev.nextflow.gateway;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Turns what a caller wrote into orders for the queue: {@code jobs} asks, {@code intake} does. */
public interface Orders {

  /**
   * The order that a request body makes. Ends with the problem where anything is wrong with it.
   *
   * @param tenant whose jobs the body may name
   * @param body null for an empty one
   */
  Mono<WorkOrder> order(String tenant, Kind kind, byte @Nullable [] body);

  /**
   * The same of a request that is read already. In it a picture's {@code data} may be bytes, which
   * no JSON can hold.
   */
  Mono<WorkOrder> order(String tenant, Kind kind, ObjectNode request);
}
