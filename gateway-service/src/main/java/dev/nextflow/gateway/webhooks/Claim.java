package dev.nextflow.gateway.webhooks;

/**
 * The right to make one attempt.
 *
 * @param fence grows with every claim of the delivery; what an older claim reports is refused
 * @param attempts how many there were since the schedule began
 * @param body what to send
 * @param url where to
 */
public record Claim(
    String tenant,
    EndpointId endpoint,
    DeliveryId delivery,
    long fence,
    int attempts,
    String body,
    String url,
    SealedSecrets secrets) {

  /** See {@link Endpoint#toString}. */
  @Override
  public String toString() {
    return "Claim[" + delivery + " of " + endpoint + "]";
  }
}
