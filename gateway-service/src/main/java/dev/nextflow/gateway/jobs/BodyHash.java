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

  /** SHA-256 over the kind and the body's very bytes, in hex. */
  static String of(Kind kind, byte @Nullable [] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((kind.wireName() + "\n").getBytes(StandardCharsets.US_ASCII));
      if (body != null) {
        digest.update(body);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing); // every JDK has SHA-256
    }
  }
}
