package dev.nextflow.engine.drawing;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import java.util.List;

/**
 * Draws codes with one bundle. Any thread may begin drawings; they run on the threads that call
 * them.
 */
public final class DrawingEngine implements AutoCloseable {

  private DrawingEngine() {}

  /**
   * Opens the graphs that drawing needs; takes as long as reading the weights.
   *
   * @throws dev.nextflow.engine.EngineException if a graph or the provider cannot be opened
   */
  public static DrawingEngine open(Bundle bundle, EngineOptions options) {
    throw new UnsupportedOperationException();
  }

  /**
   * Begins a batch: allocates all it will ever need and runs the prompts, in this call.
   *
   * @param requests at least one; all of the same schedule, all guided or all not, with the same
   *     number of scales already drawn
   * @throws IllegalArgumentException if the requests do not fit each other or the bundle
   */
  public Drawing begin(List<DrawRequest> requests) {
    throw new UnsupportedOperationException();
  }

  /** Lets go of the graphs; drawings that are still open keep them until they close. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
