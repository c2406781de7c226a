package dev.nextflow.gateway.webhooks;

import org.jspecify.annotations.Nullable;

/**
 * Where a tenant wants to be told. Times are Redis's clock in epoch milliseconds.
 *
 * @param description the tenant's own words
 * @param disabled why nothing is sent to it, and since when; null where it is enabled
 */
public record Endpoint(
    String tenant,
    EndpointId id,
    String url,
    EventFilter events,
    String description,
    @Nullable Disabled disabled,
    long createdAtMs,
    SealedSecrets secrets) {

  /**
   * Why an endpoint is disabled.
   *
   * @param reason {@code requested}, {@code gone} or {@code failing}
   */
  public record Disabled(String reason, long atMs) {}

  /** A URL may hold a token of the tenant's: it stands in no log. */
  @Override
  public String toString() {
    return "Endpoint[" + id + "]";
  }
}
