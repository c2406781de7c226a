package dev.nextflow.engine.writing;

/** One text under way. One thread at a time; only {@link #cancel} may come from any. */
public final class Writing implements AutoCloseable {

  Writing() {}

  /** Whether the room that was asked for is used up. */
  public boolean done() {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes one token. Image codes never appear; end tokens are returned like any other.
   *
   * @param temperature 0 takes the likeliest token; else divides the logits
   * @param topP how much probability the tokens that stay may hold together, above 0 and at most 1
   * @param uniform the noise of this token, in [0, 1)
   * @return a text id
   * @throws dev.nextflow.engine.EngineCancelled if {@link #cancel} was called
   * @throws IllegalStateException if the writing is done
   */
  public int next(double temperature, double topP, float uniform) {
    throw new UnsupportedOperationException();
  }

  /** Stops the run under way and any later one. Never blocks. */
  public void cancel() {
    throw new UnsupportedOperationException();
  }

  /** Gives the caches back. Not while {@link #next} runs. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
