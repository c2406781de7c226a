package dev.nextflow.engine.drawing;

import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import java.util.stream.Stream;

/**
 * One picture to draw.
 *
 * @param conditional what the picture follows, ending in {@code <boi>}
 * @param unconditional the pictures of that without a word, ending in {@code <boi>}; not read when
 *     the sampling is unguided
 * @param image 0-based; picture i uses the noise of (seed, i)
 * @param drawn scales drawn earlier, scale 1 first: they are fed to the model, not drawn again
 * @param thoughtIds how many of the conditional ids, before the last, the model wrote itself: they
 *     come on top of what a prompt may have
 */
public record DrawRequest(
    MixedSequence conditional,
    MixedSequence unconditional,
    ScaleSchedule schedule,
    long seed,
    int image,
    Sampling sampling,
    List<ScaleCodes> drawn,
    int thoughtIds) {

  public DrawRequest {
    drawn = List.copyOf(drawn);
  }

  /** A picture that follows text alone. */
  public DrawRequest(
      int[] conditionalIds,
      int[] unconditionalIds,
      ScaleSchedule schedule,
      long seed,
      int image,
      Sampling sampling,
      List<ScaleCodes> drawn) {
    this(
        MixedSequence.of(conditionalIds),
        MixedSequence.of(unconditionalIds),
        schedule,
        seed,
        image,
        sampling,
        drawn,
        0);
  }

  /** A picture without a thought before it. */
  public DrawRequest(
      MixedSequence conditional,
      MixedSequence unconditional,
      ScaleSchedule schedule,
      long seed,
      int image,
      Sampling sampling,
      List<ScaleCodes> drawn) {
    this(conditional, unconditional, schedule, seed, image, sampling, drawn, 0);
  }

  /** The sequence of every row: all conditional ones, then, if guided, all unconditional. */
  static List<MixedSequence> rows(List<DrawRequest> requests) {
    Stream<MixedSequence> conditional = requests.stream().map(DrawRequest::conditional);
    return requests.getFirst().sampling().guided()
        ? Stream.concat(conditional, requests.stream().map(DrawRequest::unconditional)).toList()
        : conditional.toList();
  }
}
