package dev.nextflow.gateway;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Turns what a caller wrote into orders for the queue: {@code jobs} asks, {@code intake} does. */
public interface Orders {

  /**
   * The order that a request body makes. Ends with the problem where anything is wrong with it.
   *
   * @param tenant whose jobs the body may name
   * @param body null for an empty one
   */
  Mono<WorkOrder> order(String tenant, Kind kind, byte @Nullable [] body);
}
