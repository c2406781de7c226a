package dev.nextflow.sequences;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the queue carries for a generation: token sequences and numbers, never strings or pixels.
 *
 * @param digest digest of the bundle that must draw it
 * @param conditionalIds text ids of what the pictures follow, ending in {@code <boi>}
 * @param unconditionalIds text ids of the given pictures without a word, ending in {@code <boi>}
 * @param schedule the grids to draw through
 * @param images how many pictures, 1..4; picture i uses the noise of (seed, i)
 * @param seed 0..2^53-1
 * @param sampling how codes are drawn
 * @param stopAfterScale the scale after which the drawing rests as a draft; null: none
 * @param budgetTokens most image tokens that may be drawn, of all pictures; null: any number
 * @param given scales that every picture begins with, scale 1 first, and that cost nothing; empty:
 *     none
 * @param expected the codes that a replay must come to, [picture][scale]; null: this is no replay
 * @param pictures what stands between the conditional ids, all of the schedule that is drawn
 *     through; empty: nothing
 * @param unconditionalPlaces where the same pictures stand in the unconditional sequence: the
 *     indexes of their {@code <boi>} among its ids; -1 of one that does not stand there
 * @param thinking the thought that comes first; the conditional ids then end where it begins,
 *     without {@code <boi>}; null: none does
 * @param acceptance how the one picture is chosen among several that are begun; null: only one is
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
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<List<ScaleCodes>> expected,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<GivenPicture> pictures,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) int[] unconditionalPlaces,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Thinking thinking,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Acceptance acceptance) {

  /** Most pictures of one job. */
  public static final int MAX_IMAGES = 4;

  public GenerationWork {
    // Left out of the JSON where there are none, and in all that was written before there were any.
    given = given == null ? List.of() : List.copyOf(given);
    expected = expected == null ? null : expected.stream().map(List::copyOf).toList();
    pictures = pictures == null ? List.of() : List.copyOf(pictures);
    unconditionalPlaces = unconditionalPlaces == null ? new int[0] : unconditionalPlaces;
    if (acceptance != null
        && (images != 1
            || !given.isEmpty()
            || acceptance.afterScale() > Acceptance.latest(schedule))) {
      throw new IllegalArgumentException("one whole picture is chosen, by what is read of it");
    }
  }

  /** Pictures that follow text alone. */
  public GenerationWork(
      String digest,
      int[] conditionalIds,
      int[] unconditionalIds,
      ScaleSchedule schedule,
      int images,
      long seed,
      Sampling sampling,
      @Nullable Integer stopAfterScale,
      @Nullable Long budgetTokens,
      List<ScaleCodes> given,
      @Nullable List<List<ScaleCodes>> expected) {
    this(
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
        expected,
        List.of(),
        new int[0],
        null,
        null);
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

  /**
   * The same drawing after these pictures.
   *
   * @param pictures in their order, each at its place among the conditional ids
   * @param unconditionalPlaces one for each of them
   */
  public GenerationWork after(List<GivenPicture> pictures, int[] unconditionalPlaces) {
    return following(conditionalIds, pictures, unconditionalPlaces, thinking, acceptance);
  }

  /** The same drawing after a thought, if any. */
  public GenerationWork thinking(@Nullable Thinking thinking) {
    return following(conditionalIds, pictures, unconditionalPlaces, thinking, acceptance);
  }

  /** The same drawing, of one picture that is chosen among candidates, if any. */
  public GenerationWork choosing(@Nullable Acceptance acceptance) {
    return following(conditionalIds, pictures, unconditionalPlaces, thinking, acceptance);
  }

  /** The drawing of one candidate by itself. */
  public GenerationWork alone(int candidate) {
    return choosing(null)
        .with(
            images,
            Acceptance.seed(seed, candidate),
            stopAfterScale,
            budgetTokens,
            given,
            expected);
  }

  /**
   * The drawing itself, once its thought has come to an end: what the thought says is a part of the
   * sequence then. One that came to no conclusion is left out, with what asked for it.
   *
   * @param thought what was written; not asked where there is no thinking
   */
  public GenerationWork settled(Thought thought) {
    if (thinking == null) {
      return this;
    }
    int[] boi = boi();
    int[] approved = thinking.approved();
    if (approved != null || thought.opens(boi[0])) {
      int[] text = approved != null ? approved : thought.text(boi[0]);
      return following(
          joined(conditionalIds, text, boi), pictures, unconditionalPlaces, null, acceptance);
    }
    return withoutThought();
  }

  /** The same drawing as if no thought had been asked for. */
  public GenerationWork withoutThought() {
    if (thinking == null) {
      return this;
    }
    int[] boi = boi();
    int skipped = thinking.instructionIds();
    int[] plain = Arrays.copyOfRange(conditionalIds, skipped, conditionalIds.length);
    List<GivenPicture> moved =
        pictures.stream()
            .map(picture ->
                new GivenPicture(picture.boi() - skipped, picture.schedule(), picture.codes()))
            .toList();
    return following(joined(plain, boi), moved, unconditionalPlaces, null, acceptance);
  }

  /** What opens the picture: a thought comes before it, and so the conditional ids lack it. */
  private int[] boi() {
    return new int[] {unconditionalIds[unconditionalIds.length - 1]};
  }

  private static int[] joined(int[]... parts) {
    return Stream.of(parts).flatMapToInt(IntStream::of).toArray();
  }

  private GenerationWork following(
      int[] conditionalIds,
      List<GivenPicture> pictures,
      int[] unconditionalPlaces,
      @Nullable Thinking thinking,
      @Nullable Acceptance acceptance) {
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
        expected,
        pictures,
        unconditionalPlaces,
        thinking,
        acceptance);
  }

  /** The same drawing with other limits. */
  public GenerationWork limitedTo(@Nullable Integer stopAfterScale, @Nullable Long budgetTokens) {
    return with(images, seed, stopAfterScale, budgetTokens, given, expected);
  }

  /** Variants: whole pictures that begin with these scales and go on with noise of their own. */
  public GenerationWork variants(int images, long seed, List<ScaleCodes> given) {
    return with(images, seed, null, null, given, null);
  }

  /** A replay: draws the same scales once more, to be compared with these. */
  public GenerationWork expecting(DrawnScales drawn) {
    return with(
        images,
        seed,
        drawn.count() == schedule.level() ? null : drawn.count(),
        null,
        given,
        drawn.ofImages());
  }

  private GenerationWork with(
      int images,
      long seed,
      @Nullable Integer stopAfterScale,
      @Nullable Long budgetTokens,
      List<ScaleCodes> given,
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
        expected,
        pictures,
        unconditionalPlaces,
        thinking,
        acceptance);
  }

  /**
   * What the pictures follow.
   *
   * @throws IllegalArgumentException if a given picture has no place among the ids
   */
  public MixedSequence conditional() {
    return new MixedSequence(conditionalIds, pictures);
  }

  /**
   * What guidance leads away from: the given pictures without a word.
   *
   * @throws IllegalArgumentException if a given picture has no place among the ids
   */
  public MixedSequence unconditional() {
    if (unconditionalPlaces.length != pictures.size()) {
      throw new IllegalArgumentException(
          "%d places for %d pictures".formatted(unconditionalPlaces.length, pictures.size()));
    }
    return new MixedSequence(
        unconditionalIds,
        IntStream.range(0, unconditionalPlaces.length)
            .filter(i -> unconditionalPlaces[i] >= 0)
            .mapToObj(i ->
                new GivenPicture(
                    unconditionalPlaces[i], pictures.get(i).schedule(), pictures.get(i).codes()))
            .toList());
  }

  /** Everything that is read: what the pictures follow, and what a choice among candidates asks. */
  public int promptTokens() {
    return conditional().tokens() + (acceptance == null ? 0 : acceptance.tokensRead(schedule));
  }

  /**
   * The last scale that will be drawn: where to stop, or the last that the budget has room for.
   * None at all where that is before a candidate could be chosen.
   */
  public int lastScale() {
    int last = stopAfterScale == null ? schedule.level() : stopAfterScale;
    while (budgetTokens != null && last > given.size() && tokensThrough(last) > budgetTokens) {
      last--;
    }
    return acceptance != null && last < acceptance.afterScale() ? 0 : last;
  }

  /** Image tokens of the whole job: those of all scales that will be drawn. */
  public int imageTokens() {
    return tokensThrough(lastScale());
  }

  /** Most tokens that the job makes: its image tokens, and those of its thought. */
  public int mostTokens() {
    return imageTokens() + (thinking == null ? 0 : thinking.maxTokens());
  }

  /**
   * Image tokens of all pictures up to a scale, without those that were given. Up to where one is
   * chosen, those of all candidates.
   */
  public int tokensThrough(int scale) {
    int others =
        acceptance == null
            ? 0
            : (acceptance.candidates() - 1)
                * schedule.codesThrough(Math.min(scale, acceptance.afterScale()));
    return others + images * (schedule.codesThrough(scale) - schedule.codesThrough(given.size()));
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
