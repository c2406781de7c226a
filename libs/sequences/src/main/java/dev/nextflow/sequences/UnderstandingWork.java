package dev.nextflow.sequences;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the queue carries for an answer in text: token sequences and numbers, never prompts or
 * pixels. The one thing that stands here as text is what ends the answer, since it may begin and
 * end in the middle of tokens.
 *
 * @param digest digest of the bundle that must answer
 * @param ids text ids of the sequence to continue
 * @param maxTokens most text tokens to write, 1..{@link #MAX_TOKENS}
 * @param temperature 0 takes the likeliest token; else divides the logits, up to 10
 * @param topP how much probability the tokens that stay may hold together, above 0 and at most 1
 * @param seed 0..2^53-1
 * @param pictures what stands between the ids, at most {@link #MAX_PICTURES}; empty: nothing
 * @param stop texts that end the answer, none of them empty; empty: none
 */
public record UnderstandingWork(
    String digest,
    int[] ids,
    int maxTokens,
    double temperature,
    double topP,
    long seed,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<GivenPicture> pictures,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> stop) {

  /** Workers have room for so many tokens of each text, and gateways accept no more. */
  public static final int MAX_TOKENS = 1024;

  /** Workers have room for so many pictures of each sequence, and gateways accept no more. */
  public static final int MAX_PICTURES = 4;

  public UnderstandingWork {
    // Left out of the JSON where there are none, and in all that was written before there were any.
    pictures = pictures == null ? List.of() : List.copyOf(pictures);
    stop = stop == null ? List.of() : List.copyOf(stop);
  }

  /** An answer to text alone that no text ends. */
  public UnderstandingWork(
      String digest, int[] ids, int maxTokens, double temperature, double topP, long seed) {
    this(digest, ids, maxTokens, temperature, topP, seed, List.of(), List.of());
  }

  /**
   * The sequence to continue.
   *
   * @throws IllegalArgumentException if a picture has no place among the ids
   */
  public MixedSequence sequence() {
    return new MixedSequence(ids, pictures);
  }
}
