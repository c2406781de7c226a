package dev.nextflow.sequences;

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
 */
public record GenerationWork(
    String digest,
    int[] conditionalIds,
    int[] unconditionalIds,
    ScaleSchedule schedule,
    int images,
    long seed,
    Sampling sampling) {

  /** Most pictures of one job. */
  public static final int MAX_IMAGES = 4;

  /** Image tokens of the whole job. */
  public int imageTokens() {
    return images * schedule.codes();
  }
}
