package dev.nextflow.sequences;

import java.util.List;

/** Work whose prompt and sampling do not matter. */
final class TestWork {

  private TestWork() {}

  static GenerationWork given(ScaleSchedule schedule, int images, List<ScaleCodes> given) {
    return new GenerationWork(
        "sha256:0",
        new int[] {1},
        new int[] {1},
        schedule,
        images,
        7,
        new Sampling(0, 1, 1, 1),
        null,
        null,
        given,
        null);
  }
}
