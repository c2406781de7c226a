package dev.nextflow.gateway.intake;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleSchedule;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model as the tokenizer-service describes it: one bundle, and what may be asked of it.
 *
 * @param digest of the bundle; another digest is another model, whatever its name
 * @param levels how many scales a picture may have
 * @param finalGrids rows of the schedule table that are offered
 * @param sampling what holds where a request says nothing
 * @param maxPromptTokens most tokens of a prompt
 * @param samplerCandidates most codes that top_k can keep
 * @param readsLastScale whether a picture that is read is read to its last scale; an older
 *     tokenizer-service does not say, and serves no model that does
 */
record Model(
    String name,
    String digest,
    List<Integer> levels,
    List<Grid> finalGrids,
    Sampling sampling,
    int maxPromptTokens,
    int samplerCandidates,
    @JsonSetter(nulls = Nulls.AS_EMPTY) boolean readsLastScale) {

  /** A schedule that the model offers. */
  ScaleSchedule schedule(Grid fullGrid, int level) {
    return new ScaleSchedule(fullGrid, level, readsLastScale);
  }

  /**
   * The schedules by their size in pixels, such as {@code 96x96}; the finest level first, and the
   * first of all is the default.
   */
  Map<String, ScaleSchedule> sizes() {
    Map<String, ScaleSchedule> sizes = new LinkedHashMap<>();
    for (int level : finestFirst()) {
      for (Grid fullGrid : finalGrids) {
        ScaleSchedule schedule = schedule(fullGrid, level);
        sizes.putIfAbsent(schedule.widthPx() + "x" + schedule.heightPx(), schedule);
      }
    }
    return sizes;
  }

  /** The levels, the one with most scales first. */
  List<Integer> finestFirst() {
    return levels.stream().sorted(Comparator.reverseOrder()).toList();
  }

  /** The rows by the ratio of their full grid, width to height, such as {@code 7:4}. */
  Map<String, Grid> aspectRatios() {
    Map<String, Grid> rows = new LinkedHashMap<>();
    for (Grid row : finalGrids) {
      rows.putIfAbsent(aspectRatio(row), row);
    }
    return rows;
  }

  /** The ratio of a row's full grid. */
  static String aspectRatio(Grid row) {
    int unit = BigInteger.valueOf(row.width()).gcd(BigInteger.valueOf(row.height())).intValue();
    return row.width() / unit + ":" + row.height() / unit;
  }
}
