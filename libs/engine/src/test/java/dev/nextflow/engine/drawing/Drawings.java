package dev.nextflow.engine.drawing;

import dev.nextflow.sequences.ScaleCodes;
import java.util.ArrayList;
import java.util.List;

/** Draws to the end. */
final class Drawings {

  private Drawings() {}

  /** All scales that were drawn, [request][scale]; those given at the start are not among them. */
  static List<List<ScaleCodes>> finish(DrawingEngine engine, List<DrawRequest> requests) {
    List<List<ScaleCodes>> pictures = new ArrayList<>();
    requests.forEach(request -> pictures.add(new ArrayList<>()));
    try (Drawing drawing = engine.begin(requests)) {
      while (!drawing.done()) {
        List<ScaleCodes> scale = drawing.next();
        for (int request = 0; request < requests.size(); request++) {
          pictures.get(request).add(scale.get(request));
        }
      }
    }
    return pictures;
  }

  static List<ScaleCodes> finish(DrawingEngine engine, DrawRequest request) {
    return finish(engine, List.of(request)).getFirst();
  }
}
