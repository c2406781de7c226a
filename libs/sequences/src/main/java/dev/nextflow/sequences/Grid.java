package dev.nextflow.sequences;

/**
 * A grid of image codes: rows by columns, at least 1x1 and at most 128x128 (the longest side in the
 * published table).
 *
 * @param height rows
 * @param width columns
 */
public record Grid(int height, int width) {

  /** The longest side that the published schedule table knows. */
  public static final int MAX_SIDE = 128;

  public Grid {
    if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
      throw new IllegalArgumentException(
          "grid must be 1..128 by 1..128, not " + height + "x" + width);
    }
  }

  /** Number of codes in this grid. */
  public int size() {
    return height * width;
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
