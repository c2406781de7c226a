package dev.nextflow.generation.drawing;

import dev.nextflow.engine.drawing.DrawRequest;
import dev.nextflow.sequences.DrawnScales;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.MixedSequence;
import java.util.List;
import java.util.stream.IntStream;

/** One batch per job: all its pictures have the same schedule, so none waits for another. */
public final class Requests {

  private Requests() {}

  /** One request per picture; picture i draws with the noise of (seed, i). */
  public static List<DrawRequest> of(GenerationWork work, DrawnScales drawn) {
    MixedSequence conditional = work.conditional();
    MixedSequence unconditional = work.unconditional();
    return IntStream.range(0, work.images())
        .mapToObj(image ->
            new DrawRequest(
                conditional,
                unconditional,
                work.schedule(),
                work.seed(),
                image,
                work.sampling(),
                drawn.ofImage(image)))
        .toList();
  }
}
