package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Tells whether two submissions with one Idempotency-Key are the same. */
final class BodyHash {

  private BodyHash() {}

  /** Of a submission on the route of its kind. */
  static String of(Kind kind, byte @Nullable [] body) {
    return of(kind.wireName(), body);
  }

  /**
   * SHA-256 over what is asked for and the body's very bytes, in hex.
   *
   * @param what without a line break
   */
  static String of(String what, byte @Nullable [] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((what + "\n").getBytes(StandardCharsets.UTF_8));
      if (body != null) {
        digest.update(body);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing); // every JDK has SHA-256
    }
  }
}
