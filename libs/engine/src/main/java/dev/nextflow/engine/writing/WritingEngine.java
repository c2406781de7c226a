package dev.nextflow.engine.writing;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;

/**
 * Continues text with one bundle. Any thread may begin writings; they run on the threads that call
 * them.
 */
public final class WritingEngine implements AutoCloseable {

  private WritingEngine() {}

  /**
   * Opens the graphs that writing needs.
   *
   * @throws dev.nextflow.engine.EngineException if a graph or the provider cannot be opened
   */
  public static WritingEngine open(Bundle bundle, EngineOptions options) {
    throw new UnsupportedOperationException();
  }

  /**
   * Begins to continue a sequence and runs it, in this call.
   *
   * @param ids text ids, at least one
   * @param maxTokens how many tokens may be written; the cache has room for no more
   * @throws IllegalArgumentException if an id is no text id or the sequence is too long
   */
  public Writing begin(int[] ids, int maxTokens) {
    throw new UnsupportedOperationException();
  }

  /** Lets go of the graphs; writings that are still open keep them until they close. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
