package dev.nextflow.engine.drawing;

import dev.nextflow.sequences.ScaleCodes;
import java.util.List;

/**
 * A batch of pictures under way, drawn in lockstep. One thread at a time; only {@link #cancel} may
 * come from any.
 */
public final class Drawing implements AutoCloseable {

  Drawing() {}

  /** Scales that are known: those given at the start and those drawn since. */
  public int scalesDrawn() {
    throw new UnsupportedOperationException();
  }

  /** Whether the last scale is known. */
  public boolean done() {
    throw new UnsupportedOperationException();
  }

  /**
   * Draws the next scale.
   *
   * @return its codes, one entry per request in the order of the requests
   * @throws dev.nextflow.engine.EngineCancelled if {@link #cancel} was called
   * @throws IllegalStateException if the drawing is done
   */
  public List<ScaleCodes> next() {
    throw new UnsupportedOperationException();
  }

  /**
   * Stops the run under way, between two operators of its graph, and any later one. Never blocks.
   */
  public void cancel() {
    throw new UnsupportedOperationException();
  }

  /** Gives the caches back. Not while {@link #next} runs: cancel first and let it return. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
