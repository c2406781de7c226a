package dev.nextflow.engine.pictures;

import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;

/** What codes must be before they are decoded. */
final class CodeChecks {

  private CodeChecks() {}

  /**
   * @throws IllegalArgumentException if they do not fit the schedule or the model
   */
  static void check(ScaleSchedule schedule, List<ScaleCodes> firstScales, int visualCodes) {
    if (firstScales.isEmpty() || firstScales.size() > schedule.level()) {
      throw new IllegalArgumentException(
          "need the codes of 1.." + schedule.level() + " scales, not of " + firstScales.size());
    }
    for (int scale = 1; scale <= firstScales.size(); scale++) {
      ScaleCodes codes = firstScales.get(scale - 1);
      if (codes.size() != schedule.grid(scale).size()) {
        throw new IllegalArgumentException(
            "scale " + scale + " is " + schedule.grid(scale) + ", not " + codes.size() + " codes");
      }
      for (int position = 0; position < codes.size(); position++) {
        if (codes.get(position) >= visualCodes) {
          throw new IllegalArgumentException("no such code: " + codes.get(position));
        }
      }
    }
  }
}
