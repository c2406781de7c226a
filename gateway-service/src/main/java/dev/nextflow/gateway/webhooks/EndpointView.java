package dev.nextflow.gateway.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An endpoint as the API shows it.
 *
 * @param disabledReason {@code requested}, {@code gone} or {@code failing}; null where enabled
 * @param oldSecretExpiresAt until when the secret before the current one signs too; null where
 *     there is none
 * @param secret only in the answer that makes it
 */
@JsonNaming(SnakeCaseStrategy.class)
record EndpointView(
    String id,
    String object,
    String url,
    List<String> events,
    String description,
    boolean enabled,
    @Nullable String disabledReason,
    @Nullable Instant disabledAt,
    Instant createdAt,
    @Nullable Instant oldSecretExpiresAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

  static EndpointView of(Endpoint endpoint) {
    return of(endpoint, null);
  }

  static EndpointView of(Endpoint endpoint, @Nullable WebhookSecret secret) {
    Endpoint.Disabled disabled = endpoint.disabled();
    return new EndpointView(
        endpoint.id().value(),
        "webhook_endpoint",
        endpoint.url(),
        endpoint.events().wireNames(),
        endpoint.description(),
        disabled == null,
        disabled == null ? null : disabled.reason(),
        disabled == null ? null : Instant.ofEpochMilli(disabled.atMs()),
        Instant.ofEpochMilli(endpoint.createdAtMs()),
        endpoint.secrets().old() == null
            ? null
            : Instant.ofEpochMilli(endpoint.secrets().oldUntilMs()),
        secret == null ? null : secret.value());
  }

  /** It may hold a secret. */
  @Override
  public String toString() {
    return "EndpointView[" + id + "]";
  }

  /** All endpoints of a tenant: they are few. */
  record ListView(String object, List<EndpointView> data) {}
}
