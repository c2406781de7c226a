package dev.nextflow.engine.writing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.transformer.SequenceReader;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.sequences.MixedSequence;
import java.util.List;

/** One text under way. One thread at a time; only {@link #cancel} may come from any. */
public final class Writing implements AutoCloseable {

  private final OpenGraphs graphs;
  private final NativeScope scope;
  private final RunControl control;

  private final SequenceReader reader;
  private final int[] earlier;
  private final int maxTokens;
  private final TransformerRows rows;
  private final TextHead head;
  private final TokenChoice choice;

  private int written;
  private int lastId;
  private boolean closed;

  /**
   * @param scope owns everything; closed by this, or by the caller if this constructor throws
   * @param graphs retained for this
   * @param earlier ids that were written after the sequence before
   */
  Writing(
      NativeScope scope,
      Bundle bundle,
      OpenGraphs graphs,
      TokenChoice choice,
      MixedSequence sequence,
      int[] earlier,
      int maxTokens) {
    this.scope = scope;
    this.control = new RunControl(scope);
    this.graphs = graphs;
    this.reader = new SequenceReader(scope, graphs, control, List.of(sequence));
    this.choice = choice;
    this.earlier = earlier;
    this.maxTokens = maxTokens;
    int room = sequence.tokens() + earlier.length + maxTokens;
    this.rows = new TransformerRows(scope, bundle, graphs, control, 1, room, reader.longestBlock());
    this.head = new TextHead(scope, bundle, graphs, control, 1);
  }

  /** Whether the room that was asked for is used up. */
  public synchronized boolean done() {
    return written == maxTokens;
  }

  /**
   * Writes one token. Image codes never appear; end tokens are returned like any other.
   *
   * @param temperature 0 takes the likeliest token; else divides the logits
   * @param topP how much probability the tokens that stay may hold together, above 0 and at most 1
   * @param uniform the noise of this token, in [0, 1)
   * @return a text id
   * @throws dev.nextflow.engine.EngineCancelled if {@link #cancel} was called
   * @throws IllegalStateException if the writing is done or closed
   */
  public synchronized int next(double temperature, double topP, float uniform) {
    if (closed || done()) {
      throw new IllegalStateException(closed ? "the writing is closed" : "the writing is done");
    }
    if (written == 0) {
      begin();
    } else {
      rows.writeText(lastId);
      head.run(rows, 1, 0, 1);
    }
    lastId = choice.draw(head.ids(0), head.logits(0), true, temperature, topP, uniform);
    written++;
    return lastId;
  }

  private void begin() {
    int tokens = reader.read(rows, 0);
    // One by one, as they were written: read as a block, they would round differently.
    for (int id : earlier) {
      rows.writeText(id);
    }
    if (earlier.length == 0) {
      head.run(rows, tokens, reader.tail(0) - 1, 1);
    } else {
      head.run(rows, 1, 0, 1);
    }
  }

  /** Stops the run under way and any later one. Never blocks. */
  public void cancel() {
    control.cancel();
  }

  /** Gives the caches back; waits for a {@link #next} under way. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      scope.close();
      graphs.release();
    }
  }
}
