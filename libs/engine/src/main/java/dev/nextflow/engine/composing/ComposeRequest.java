package dev.nextflow.engine.composing;

import dev.nextflow.engine.writing.TextSampler;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.Noise;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One answer to compose.
 *
 * @param sequence what is answered, up to where the answer begins
 * @param unguided the same without a word: the pictures that the user gave, then the opened answer;
 *     what guidance leads away from. Not read when the sampling is unguided
 * @param schedule of every picture of the answer
 * @param drawing how codes are drawn
 * @param temperature of text: 0 takes the likeliest token; else divides the logits
 * @param topP how much probability the text tokens that stay may hold together
 * @param maxTokens most tokens that may be chosen, those that open pictures and the one that ends
 *     the message included
 * @param maxPictures most pictures; one more is not chosen
 * @param seed picture i uses the noise of (seed, i), text that of (seed, 0) at scale 0
 * @param written tokens chosen earlier
 * @param drawn pictures that the written tokens have opened, in their order; only the last may lack
 *     scales
 */
public record ComposeRequest(
    MixedSequence sequence,
    MixedSequence unguided,
    ScaleSchedule schedule,
    Sampling drawing,
    double temperature,
    double topP,
    int maxTokens,
    int maxPictures,
    long seed,
    List<Integer> written,
    List<List<ScaleCodes>> drawn) {

  /** Pictures take their noise from scale 1 on, so text has a stream of its own. */
  private static final int TEXT_SCALE = 0;

  /** Tokens of a {@code <boi>} that is run by itself: blocks of text are padded to two. */
  static final int BOI_BLOCK = 2;

  public ComposeRequest {
    TextSampler.requireValid(temperature, topP);
    written = List.copyOf(written);
    drawn = drawn.stream().map(List::copyOf).toList();
  }

  /** One uniform number for each token that may be chosen. */
  float[] textNoise() {
    return Noise.uniforms(seed, 0, TEXT_SCALE, maxTokens);
  }

  /** Rows in the transformer: the answer, and with guidance what leads away. */
  int rows() {
    return drawing.guided() ? 2 : 1;
  }

  /** Most tokens that a row can have. */
  int mostTokens() {
    // Behind a chosen <boi> stand the blocks of its picture, and <eoi>.
    int answer = sequence.tokens() + maxTokens + maxPictures * (schedule.innerTokens() + 1);
    int other = unguided.tokens() + schedule.codes();
    return Math.max(answer, other) + BOI_BLOCK;
  }

  /** Most tokens of a row that are run at once. */
  int longestBlock() {
    return IntStream.of(
            sequence.ids().length,
            unguided.ids().length,
            RowReader.mostCodes(sequence),
            RowReader.mostCodes(unguided),
            PictureRows.largestScale(schedule))
        .max()
        .orElseThrow();
  }
}
