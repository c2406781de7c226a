package dev.nextflow.engine.writing;

import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.Noise;

/**
 * A sequence to continue with text, and how.
 *
 * @param sequence at least one text id, at most {@link
 *     dev.nextflow.engine.bundle.Bundle#maxPromptTokens}; pictures count for themselves
 * @param written text ids written after it earlier: they are fed to the model, not written again
 * @param maxTokens most tokens of the whole continuation, at least one more than {@code written}
 * @param temperature 0 takes the likeliest token; else divides the logits
 * @param topP how much probability the tokens that stay may hold together, above 0 and at most 1
 * @param seed of the noise; a token's noise depends on (seed, index) alone
 */
public record TextRequest(
    MixedSequence sequence,
    int[] written,
    int maxTokens,
    double temperature,
    double topP,
    long seed) {

  /** Text is noise of image 0 at scale 1; its positions are the indexes of the tokens. */
  private static final int TEXT_IMAGE = 0;

  private static final int TEXT_SCALE = 1;

  public TextRequest {
    if (maxTokens <= written.length) {
      throw new IllegalArgumentException(
          "max tokens must be more than the " + written.length + " written, not " + maxTokens);
    }
    TextSampler.requireValid(temperature, topP);
  }

  /** One uniform number for each token that may be written. */
  float[] noise() {
    return Noise.uniforms(seed, TEXT_IMAGE, TEXT_SCALE, maxTokens);
  }
}
