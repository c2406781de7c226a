package dev.nextflow.gateway.access;

/**
 * What is kept of a key.
 *
 * @param hash SHA-256 of the whole key, in hex
 * @param name for people
 * @param lastUsedAtMs to the minute; 0: never
 * @param expiresAtMs 0: never
 * @param revokedAtMs 0: it was not
 */
public record StoredKey(
    String id,
    String hash,
    String tenant,
    Role role,
    String name,
    long createdAtMs,
    long lastUsedAtMs,
    long expiresAtMs,
    long revokedAtMs) {

  boolean opensFor(ApiKey presented, long nowMs) {
    return KeyHash.equal(hash, presented.hash())
        && revokedAtMs == 0
        && (expiresAtMs == 0 || nowMs < expiresAtMs);
  }
}
