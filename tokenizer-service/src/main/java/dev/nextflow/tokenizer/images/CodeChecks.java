package dev.nextflow.tokenizer.images;

import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.problems.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the codes of a request; what comes out fits its schedule and its bundle. */
final class CodeChecks {

  private CodeChecks() {}

  /**
   * @param texts base64 of each scale, scale 1 first
   * @param visualCodes codes are below it
   * @throws ProblemException naming the scale and the rule that it breaks
   */
  static List<ScaleCodes> read(
      List<@Nullable String> texts, ScaleSchedule schedule, int visualCodes) {
    if (texts.isEmpty() || texts.size() > schedule.level()) {
      throw ProblemException.invalid("codes", "must be 1.." + schedule.level() + " scales");
    }
    List<ScaleCodes> scales = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      scales.add(read("codes[" + i + "]", texts.get(i), schedule.grid(i + 1).size(), visualCodes));
    }
    return scales;
  }

  private static ScaleCodes read(
      String field, @Nullable String text, int expectedCodes, int visualCodes) {
    ScaleCodes codes = parse(field, text);
    if (codes.size() != expectedCodes) {
      throw ProblemException.invalid(field, "must be " + expectedCodes + " codes");
    }
    for (int position = 0; position < codes.size(); position++) {
      if (codes.get(position) >= visualCodes) {
        throw ProblemException.invalid(field, "must be codes of 0.." + (visualCodes - 1));
      }
    }
    return codes;
  }

  private static ScaleCodes parse(String field, @Nullable String text) {
    try {
      if (text != null) {
        return ScaleCodes.parse(text);
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the rule: what exactly is wrong with the base64 helps nobody.
    }
    throw ProblemException.invalid(field, "must be base64 of little-endian 16-bit codes");
  }
}
