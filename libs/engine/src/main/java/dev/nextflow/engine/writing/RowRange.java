package dev.nextflow.engine.writing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Rows that one run of a graph covers: they lie side by side in the cache.
 *
 * @param first row
 * @param count at least 1
 */
record RowRange(int first, int count) {

  /**
   * Rows that are run for nothing where that joins two runs: a run of its own costs as much as
   * about six rows more in one (measured with the demo bundle).
   */
  static final int WIDEST_GAP = 4;

  /** As few ranges as cover some rows, none with a gap wider than {@link #WIDEST_GAP}. */
  static List<RowRange> covering(BitSet rows) {
    List<RowRange> ranges = new ArrayList<>();
    int first = rows.nextSetBit(0);
    while (first >= 0) {
      int end = rows.nextClearBit(first);
      int next = rows.nextSetBit(end);
      while (next >= 0 && next - end <= WIDEST_GAP) {
        end = rows.nextClearBit(next);
        next = rows.nextSetBit(end);
      }
      ranges.add(new RowRange(first, end - first));
      first = next;
    }
    return ranges;
  }
}
