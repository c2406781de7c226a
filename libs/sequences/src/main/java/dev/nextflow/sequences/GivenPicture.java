package dev.nextflow.sequences;

import java.util.List;

/**
 * A whole picture that stands in a sequence to be read.
 *
 * @param boi index of its {@code <boi>} among the sequence's text ids; {@code <eoi>} comes next
 * @param codes of every scale, scale 1 first; those of the last are an input only where {@link
 *     ScaleSchedule#readsLast}, but always make the picture whole
 */
public record GivenPicture(int boi, ScaleSchedule schedule, List<ScaleCodes> codes) {

  public GivenPicture {
    codes = List.copyOf(codes);
    if (boi < 0 || codes.size() != schedule.level()) {
      throw new IllegalArgumentException(
          "a picture of %d scales has %d, at %d".formatted(schedule.level(), codes.size(), boi));
    }
    for (int scale = 1; scale <= codes.size(); scale++) {
      if (codes.get(scale - 1).size() != schedule.grid(scale).size()) {
        throw new IllegalArgumentException(
            "scale %d is %s, not %d codes"
                .formatted(scale, schedule.grid(scale), codes.get(scale - 1).size()));
      }
    }
  }

  /** Tokens between {@code <boi>} and {@code <eoi>}: its blocks from the second on. */
  public int innerTokens() {
    return schedule.innerTokens();
  }
}
