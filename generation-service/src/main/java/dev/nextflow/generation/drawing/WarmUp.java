package dev.nextflow.generation.drawing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawRequest;
import dev.nextflow.engine.drawing.Drawing;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;

/** Draws one picture and throws it away, so that the first job finds pages and kernels warm. */
public final class WarmUp {

  private WarmUp() {}

  /** Draws with the bundle's own sampling at its smallest level; takes as long as one picture. */
  public static void draw(Bundle bundle, DrawingEngine engine) {
    ScaleSchedule schedule =
        bundle.schedule(
            bundle.finalGrids().getFirst(),
            bundle.levels().stream().min(Integer::compare).orElseThrow());
    int[] prompt = {bundle.specialTokens().boi()};
    DrawRequest request =
        new DrawRequest(prompt, prompt, schedule, 0, 0, bundle.sampling(), List.of());
    try (Drawing drawing = engine.begin(List.of(request))) {
      while (!drawing.done()) {
        drawing.next();
      }
    }
  }
}
