package dev.nextflow.sequences;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the queue carries for an answer of text and pictures: token sequences and numbers, never
 * strings or pixels.
 *
 * @param digest digest of the bundle that must answer
 * @param ids text ids of the sequence to continue
 * @param unguidedIds text ids of the same without a word: what guidance leads away from
 * @param pictures what stands between the ids; empty: nothing
 * @param unguidedPlaces where the same pictures stand in the unguided sequence: the indexes of
 *     their {@code <boi>} among its ids; -1 of one that does not stand there
 * @param schedule the grids to draw through
 * @param drawing how codes are drawn
 * @param temperature of text: 0 takes the likeliest token; else divides the logits, up to 10
 * @param topP how much probability the text tokens that stay may hold together
 * @param maxTokens most tokens that may be chosen, 1..{@link #MAX_TOKENS}; one opens each picture,
 *     and one ends the message
 * @param maxPictures most pictures, 1..{@link #MAX_PICTURES}
 * @param budgetTokens most tokens that may be chosen and drawn together; null: any number
 * @param seed 0..2^53-1; picture i uses the noise of (seed, i)
 */
public record CompositionWork(
    String digest,
    int[] ids,
    int[] unguidedIds,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<GivenPicture> pictures,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) int[] unguidedPlaces,
    ScaleSchedule schedule,
    Sampling drawing,
    double temperature,
    double topP,
    int maxTokens,
    int maxPictures,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long budgetTokens,
    long seed) {

  /** Most tokens that one answer may choose. */
  public static final int MAX_TOKENS = UnderstandingWork.MAX_TOKENS;

  /** Most pictures of one answer. */
  public static final int MAX_PICTURES = 4;

  public CompositionWork {
    // Left out of the JSON where there are none.
    pictures = pictures == null ? List.of() : List.copyOf(pictures);
    unguidedPlaces = unguidedPlaces == null ? new int[0] : unguidedPlaces;
    if (unguidedPlaces.length != pictures.size()) {
      throw new IllegalArgumentException(
          "%d places for %d pictures".formatted(unguidedPlaces.length, pictures.size()));
    }
  }

  /**
   * The sequence to continue.
   *
   * @throws IllegalArgumentException if a picture has no place among the ids
   */
  public MixedSequence sequence() {
    return new MixedSequence(ids, pictures);
  }

  /**
   * What guidance leads away from: the pictures that stay, without a word.
   *
   * @throws IllegalArgumentException if a picture has no place among the ids
   */
  public MixedSequence unguided() {
    return new MixedSequence(
        unguidedIds,
        IntStream.range(0, pictures.size())
            .filter(i -> unguidedPlaces[i] >= 0)
            .mapToObj(i ->
                new GivenPicture(
                    unguidedPlaces[i], pictures.get(i).schedule(), pictures.get(i).codes()))
            .toList());
  }

  /** Most tokens that the whole answer can cost: what is chosen, and the codes that are drawn. */
  public long mostTokens() {
    long most = maxTokens + (long) maxPictures * schedule.codes();
    return budgetTokens == null ? most : Math.min(most, budgetTokens);
  }

  /** Whether the budget has room for so many tokens more. */
  public boolean hasRoom(long done, long more) {
    return budgetTokens == null || done + more <= budgetTokens;
  }
}
