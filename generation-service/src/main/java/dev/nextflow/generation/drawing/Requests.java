package dev.nextflow.generation.drawing;

import dev.nextflow.engine.drawing.DrawRequest;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.Thought;
import java.util.List;
import java.util.stream.IntStream;

/** One batch per job: all its pictures have the same schedule, so none waits for another. */
public final class Requests {

  private Requests() {}

  /**
   * One request per picture; picture i draws with the noise of (seed, i).
   *
   * @param thought what was written before; not asked where the work asks for none
   */
  public static List<DrawRequest> of(GenerationWork work, Thought thought, DrawnScales drawn) {
    return IntStream.range(0, work.images())
        .mapToObj(image -> of(work, thought, image, drawn.ofImage(image)))
        .toList();
  }

  /** The request of a job's one picture, with these scales. */
  public static DrawRequest ofOne(GenerationWork work, Thought thought, List<ScaleCodes> drawn) {
    return of(work, thought, 0, drawn);
  }

  private static DrawRequest of(
      GenerationWork work, Thought thought, int image, List<ScaleCodes> drawn) {
    MixedSequence conditional = work.settled(thought).conditional();
    MixedSequence unconditional = work.unconditional();
    int thoughtIds = Math.max(0, conditional.ids().length - 1 - work.conditionalIds().length);
    return new DrawRequest(
        conditional,
        unconditional,
        work.schedule(),
        work.seed(),
        image,
        work.sampling(),
        drawn,
        thoughtIds);
  }
}
