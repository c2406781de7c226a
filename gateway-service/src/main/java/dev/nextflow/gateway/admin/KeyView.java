package dev.nextflow.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.gateway.access.ApiKey;
import dev.nextflow.gateway.access.Role;
import dev.nextflow.gateway.access.StoredKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A key as the admin API shows it.
 *
 * @param lastUsedAt to the minute
 * @param key the key itself: in the answer that made it and nowhere else
 */
@JsonNaming(SnakeCaseStrategy.class)
record KeyView(
    String id,
    String object,
    String tenant,
    Role role,
    String name,
    Instant createdAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {

  static KeyView of(StoredKey key) {
    return of(key, null);
  }

  /** With the key itself. */
  static KeyView made(StoredKey stored, ApiKey key) {
    return of(stored, key.text());
  }

  private static KeyView of(StoredKey stored, @Nullable String key) {
    return new KeyView(
        stored.id(),
        "key",
        stored.tenant(),
        stored.role(),
        stored.name(),
        Instant.ofEpochMilli(stored.createdAtMs()),
        instant(stored.lastUsedAtMs()),
        instant(stored.expiresAtMs()),
        instant(stored.revokedAtMs()),
        key);
  }

  private static @Nullable Instant instant(long epochMs) {
    return epochMs == 0 ? null : Instant.ofEpochMilli(epochMs);
  }

  /** Without the secret, should it ever come near a log. */
  @Override
  public String toString() {
    return "KeyView[" + id + "]";
  }

  record ListView(String object, List<KeyView> data) {}
}
