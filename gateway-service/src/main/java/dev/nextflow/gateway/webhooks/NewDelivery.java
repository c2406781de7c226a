package dev.nextflow.gateway.webhooks;

import dev.nextflow.jobs.Trace;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is about to be stored.
 *
 * @param body what is sent, byte for byte, at every attempt
 * @param atMs when it happened, epoch milliseconds
 * @param trace where in a trace it belongs; null: in none
 */
public record NewDelivery(
    String tenant,
    EndpointId endpoint,
    DeliveryId id,
    EventType type,
    String job,
    String body,
    long atMs,
    @Nullable Trace trace) {

  /** Names it; the body is the tenant's. */
  @Override
  public String toString() {
    return "NewDelivery[" + id + "]";
  }
}
