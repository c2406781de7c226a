package dev.nextflow.sequences;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a checkpoint holds of an acceptance: field {@code candidate:<number>:<scale>} (number
 * 0-based, scale 1-based) with the codes' base64, until one is chosen; then {@code
 * candidates:chosen} with its number, and its codes where those of picture 0 stand.
 */
public final class Candidates {

  private static final String CHOSEN = "candidates:chosen";

  private Candidates() {}

  /** The number of the chosen one, 0-based; empty while none is. */
  public static Optional<Integer> chosen(Map<String, String> checkpoint) {
    return Optional.ofNullable(checkpoint.get(CHOSEN)).map(Integer::valueOf);
  }

  /**
   * The scales of one candidate up to the first that is missing or does not fit.
   *
   * @param last no scale after it is looked for
   */
  public static List<ScaleCodes> scales(
      ScaleSchedule schedule, int last, int candidate, Map<String, String> checkpoint) {
    List<ScaleCodes> scales = new ArrayList<>();
    for (int scale = 1; scale <= last; scale++) {
      Optional<ScaleCodes> codes =
          DrawnScales.read(checkpoint.get(field(candidate, scale)), schedule.grid(scale).size());
      if (codes.isEmpty()) {
        break;
      }
      scales.add(codes.get());
    }
    return scales;
  }

  /**
   * The fields of one scale of candidates that follow each other.
   *
   * @param first number of the first of them
   */
  public static Map<String, String> fields(int first, int scale, List<ScaleCodes> codesOfEach) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < codesOfEach.size(); i++) {
      fields.put(field(first + i, scale), codesOfEach.get(i).toBase64());
    }
    return fields;
  }

  /**
   * The fields of a choice: picture 0 begins with what is chosen, and what the candidates have
   * drawn is emptied.
   *
   * @param chosen its number
   * @param codes its scales, scale 1 first
   */
  public static Map<String, String> choice(
      Acceptance acceptance, int chosen, List<ScaleCodes> codes) {
    Map<String, String> fields = new HashMap<>();
    for (int scale = 1; scale <= codes.size(); scale++) {
      for (int candidate = 0; candidate < acceptance.candidates(); candidate++) {
        fields.put(field(candidate, scale), "");
      }
      fields.putAll(DrawnScales.fields(scale, List.of(codes.get(scale - 1))));
    }
    fields.put(CHOSEN, String.valueOf(chosen));
    return fields;
  }

  private static String field(int candidate, int scale) {
    return "candidate:" + candidate + ":" + scale;
  }
}
