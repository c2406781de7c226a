package dev.nextflow.gateway.webhooks;

/**
 * A delivery that is about to be stored.
 *
 * @param body what is sent, byte for byte, at every attempt
 */
public record NewDelivery(
    String tenant, EndpointId endpoint, DeliveryId id, EventType type, String job, String body) {

  /** Names it; the body is the tenant's. */
  @Override
  public String toString() {
    return "NewDelivery[" + id + "]";
  }
}
