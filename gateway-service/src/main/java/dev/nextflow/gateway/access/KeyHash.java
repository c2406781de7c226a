package dev.nextflow.gateway.access;

import dev.nextflow.sequences.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * SHA-256 of a key, in hex. A key has 200 random bits: there is nothing for a salt or a slow hash
 * to protect.
 */
final class KeyHash {

  private KeyHash() {}

  static String of(String key) {
    return Sha256.hexOf(key);
  }

  /** Compares in a time that does not depend on where they differ. */
  static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }
}
