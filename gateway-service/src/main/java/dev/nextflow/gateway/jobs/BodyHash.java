package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.Kind;
import dev.nextflow.sequences.Sha256;
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
    return new Sha256().add(what + "\n").add(body == null ? new byte[0] : body).hex();
  }
}
