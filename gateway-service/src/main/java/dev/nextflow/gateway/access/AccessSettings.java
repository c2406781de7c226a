package dev.nextflow.gateway.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is let in, under {@code nextflow.gateway.access}.
 *
 * @param mode {@code open}: everybody is an admin of {@code nextflow.gateway.tenant}, whatever they
 *     send; for one person's own machine. {@code keys}: nobody gets in without a key or a token
 * @param adminKey a key that is always an admin's, to make the first ones with; for the environment
 *     of the process, not for a file
 * @param adminKeyHash the same as the SHA-256 of that key in hex, where it may not be written
 *     anywhere
 * @param limits of tenants for which nothing else was said
 * @param jwt which tokens of others are trusted; null: none
 */
@ConfigurationProperties("nextflow.gateway.access")
record AccessSettings(
    @DefaultValue("keys") Mode mode,
    @Nullable String adminKey,
    @Nullable String adminKeyHash,
    @DefaultValue Limits limits,
    @Nullable JwtSettings jwt) {

  private static final int LEAST_CHARACTERS = 32;

  enum Mode {
    OPEN,
    KEYS
  }

  /** How much a tenant may ask for; streams have {@code nextflow.gateway.streams-per-tenant}. */
  record Limits(
      @DefaultValue("600") long requestsPerMinute,
      @DefaultValue("1000000") long tokensPerMinute,
      @DefaultValue("10000") int jobsInFlight) {}

  AccessSettings {
    if (adminKey != null && adminKey.length() < LEAST_CHARACTERS) {
      throw new IllegalArgumentException(
          "nextflow.gateway.access.admin-key must have at least 32 characters");
    }
    if (adminKeyHash != null && !adminKeyHash.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "nextflow.gateway.access.admin-key-hash must be a SHA-256 in lower-case hex");
    }
  }

  /** The hash of the key that is always an admin's; null where there is none. */
  @Nullable String hashOfAdminKey() {
    return adminKey == null ? adminKeyHash : KeyHash.of(adminKey);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AccessSettings[" + mode + ", " + limits + ", " + jwt + "]";
  }
}
