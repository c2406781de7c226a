package dev.nextflow.engine.drawing;

import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;

/**
 * One picture to draw.
 *
 * @param conditionalIds the prompt's sequence, ending in {@code <boi>}
 * @param unconditionalIds the same template with an empty prompt, ending in {@code <boi>}; not read
 *     when the sampling is unguided
 * @param image 0-based; picture i uses the noise of (seed, i)
 * @param drawn scales drawn earlier, scale 1 first: they are fed to the model, not drawn again
 */
public record DrawRequest(
    int[] conditionalIds,
    int[] unconditionalIds,
    ScaleSchedule schedule,
    long seed,
    int image,
    Sampling sampling,
    List<ScaleCodes> drawn) {

  public DrawRequest {
    drawn = List.copyOf(drawn);
  }
}
