package dev.nextflow.engine.transformer;

/**
 * How much of a cache is bound where rows come and go. Attention on a CPU costs in proportion to
 * it, so it follows the longest row, in steps, since every change moves all rows. Pure.
 */
final class CacheLength {

  /** Tokens; a change moves what the rows hold, which costs a fraction of a run. */
  private static final int STEP = 32;

  private CacheLength() {}

  /**
   * The length to bind.
   *
   * @param current what is bound now; kept until less than half of it is needed
   * @param needed tokens of the longest row after the next block
   * @param capacity most that can be bound, also where more is needed
   */
  static int of(int current, int needed, int capacity) {
    if (needed <= current && needed > current / 2) {
      return current;
    }
    return Math.min(capacity, Math.ceilDiv(needed, STEP) * STEP);
  }
}
