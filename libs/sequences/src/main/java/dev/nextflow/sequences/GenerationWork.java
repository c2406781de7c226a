package dev.nextflow.sequences;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the queue carries for a generation: token sequences and numbers, never strings or pixels.
 *
 * @param digest digest of the bundle that must draw it
 * @param conditionalIds the prompt's sequence, ending in {@code <boi>}
 * @param unconditionalIds the same template with an empty prompt, ending in {@code <boi>}
 * @param schedule the grids to draw through
 * @param images how many pictures, 1..4; picture i uses the noise of (seed, i)
 * @param seed 0..2^53-1
 * @param sampling how codes are drawn
 * @param stopAfterScale the scale after which the drawing rests as a draft; null: none
 * @param budgetTokens most image tokens that may be drawn, of all pictures; null: any number
 * @param given scales that every picture begins with, scale 1 first, and that cost nothing; empty:
 *     none
 * @param expected the codes that a replay must come to, [picture][scale]; null: this is no replay
 */
public record GenerationWork(
    String digest,
    int[] conditionalIds,
    int[] unconditionalIds,
    ScaleSchedule schedule,
    int images,
    long seed,
    Sampling sampling,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer stopAfterScale,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long budgetTokens,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ScaleCodes> given,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<List<ScaleCodes>> expected) {

  /** Most pictures of one job. */
  public static final int MAX_IMAGES = 4;

  public GenerationWork {
    // Left out of the JSON where there are none, and in all that was written before there were any.
    given = given == null ? List.of() : List.copyOf(given);
    expected = expected == null ? null : expected.stream().map(List::copyOf).toList();
  }

  /** Whole pictures from the first scale on. */
  public GenerationWork(
      String digest,
      int[] conditionalIds,
      int[] unconditionalIds,
      ScaleSchedule schedule,
      int images,
      long seed,
      Sampling sampling) {
    this(
        digest,
        conditionalIds,
        unconditionalIds,
        schedule,
        images,
        seed,
        sampling,
        null,
        null,
        List.of(),
        null);
  }

  /** The same drawing with other limits. */
  public GenerationWork limitedTo(@Nullable Integer stopAfterScale, @Nullable Long budgetTokens) {
    return with(stopAfterScale, budgetTokens, expected);
  }

  /** A replay: draws the same scales once more, to be compared with these. */
  public GenerationWork expecting(DrawnScales drawn) {
    return with(drawn.count() == schedule.level() ? null : drawn.count(), null, drawn.ofImages());
  }

  private GenerationWork with(
      @Nullable Integer stopAfterScale,
      @Nullable Long budgetTokens,
      @Nullable List<List<ScaleCodes>> expected) {
    return new GenerationWork(
        digest,
        conditionalIds,
        unconditionalIds,
        schedule,
        images,
        seed,
        sampling,
        stopAfterScale,
        budgetTokens,
        given,
        expected);
  }

  /** The last scale that will be drawn: where to stop, or the last that the budget has room for. */
  public int lastScale() {
    int last = stopAfterScale == null ? schedule.level() : stopAfterScale;
    while (budgetTokens != null && last > given.size() && tokensThrough(last) > budgetTokens) {
      last--;
    }
    return last;
  }

  /** Image tokens of the whole job: those of all scales that will be drawn. */
  public int imageTokens() {
    return tokensThrough(lastScale());
  }

  /** Image tokens of all pictures up to a scale, without those that were given. */
  public int tokensThrough(int scale) {
    return images * (schedule.codesThrough(scale) - schedule.codesThrough(given.size()));
  }

  /** The last scale that every picture has once so many image tokens are drawn. */
  public int scalesOf(long tokens) {
    int scale = given.size();
    while (scale < schedule.level() && tokensThrough(scale + 1) <= tokens) {
      scale++;
    }
    return scale;
  }
}
