package dev.nextflow.gateway.intake;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** What stands for a field that the caller left out. */
final class Blanks {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SEED_BITS = 53;

  private Blanks() {}

  static <T> T fill(@Nullable T given, T otherwise) {
    return given != null ? given : otherwise;
  }

  /** The seed given, or a random one of 53 bits. */
  static long seed(@Nullable Long given) {
    return given != null ? given : RANDOM.nextLong() >>> (Long.SIZE - SEED_BITS);
  }
}
