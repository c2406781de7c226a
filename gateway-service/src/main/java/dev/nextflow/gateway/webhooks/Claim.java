package dev.nextflow.gateway.webhooks;

import dev.nextflow.jobs.Trace;
import org.jspecify.annotations.Nullable;

/**
 * The right to make one attempt.
 *
 * @param fence grows with every claim of the delivery; what an older claim reports is refused
 * @param attempts how many there were since the schedule began
 * @param body what to send
 * @param url where to
 * @param lateMs since what it tells of happened, or since it was asked for once more
 * @param trace see {@link NewDelivery}
 */
public record Claim(
    String tenant,
    EndpointId endpoint,
    DeliveryId delivery,
    long fence,
    int attempts,
    String body,
    String url,
    SealedSecrets secrets,
    long lateMs,
    @Nullable Trace trace) {

  /** See {@link Endpoint#toString}. */
  @Override
  public String toString() {
    return "Claim[" + delivery + " of " + endpoint + "]";
  }
}
