package dev.nextflow.gateway;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The numbers that name a drawing's noise. */
public final class Seeds {

  /** Greatest whole number that every JSON reader holds exactly: 2^53-1. */
  public static final long MAX = (1L << 53) - 1;

  /** What a request's seed must be. */
  public static final String RULE = "must be 0.." + MAX;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Seeds() {}

  /** The seed given, or a random one. */
  public static long orRandom(@Nullable Long given) {
    return given != null ? given : RANDOM.nextLong(MAX + 1);
  }
}
