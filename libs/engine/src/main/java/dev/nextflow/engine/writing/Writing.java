package dev.nextflow.engine.writing;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.Binding;
import dev.nextflow.engine.runtime.Buffer;
import dev.nextflow.engine.runtime.ElementType;
import dev.nextflow.engine.runtime.HostMemory;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.sequences.MixedSequence;

/** One text under way. One thread at a time; only {@link #cancel} may come from any. */
public final class Writing implements AutoCloseable {

  static final String HEAD_GRAPH = "text_head";

  /** The exporter keeps so many of the best text tokens, or all if there are fewer. */
  private static final int MOST_CANDIDATES = 256;

  private final OpenGraphs graphs;
  private final NativeScope scope;
  private final RunControl control;

  private final int textVocabSize;
  private final int[] already;
  private final int maxTokens;
  private final TransformerRows rows;
  private final SequenceReader reader;
  private final Binding head;
  private final Buffer logits; // [1, candidates], largest first
  private final Buffer ids; // [1, candidates]
  private final int candidates;

  private int written;
  private int lastId;
  private boolean closed;

  /**
   * @param scope owns everything; closed by this, or by the caller if this constructor throws
   * @param graphs retained for this
   * @param already ids that were written after the sequence before
   */
  Writing(
      NativeScope scope,
      Bundle bundle,
      OpenGraphs graphs,
      MixedSequence sequence,
      int[] already,
      int maxTokens) {
    this.scope = scope;
    this.control = new RunControl(scope);
    this.graphs = graphs;
    this.textVocabSize = bundle.model().textVocabSize();
    this.already = already;
    this.maxTokens = maxTokens;
    this.reader = new SequenceReader(scope, graphs, control, sequence);
    int room = sequence.tokens() + already.length + maxTokens;
    int longest = reader.longestBlock(already.length);
    this.rows = new TransformerRows(scope, bundle, graphs, control, 1, room, longest);
    this.head = graphs.get(HEAD_GRAPH).bind(scope);
    this.candidates = Math.min(MOST_CANDIDATES, textVocabSize);
    this.logits = HostMemory.INSTANCE.buffer(scope, ElementType.FLOAT32, candidates);
    this.ids = HostMemory.INSTANCE.buffer(scope, ElementType.INT64, candidates);
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
      int tokens = reader.read(rows, already);
      runHead(tokens, tokens - 1);
    } else {
      rows.writeText(lastId);
      runHead(1, 0);
    }
    int best = TextSampler.sample(logits.floats(0, candidates), temperature, topP, uniform);
    long id = ids.longs(best, 1)[0];
    if (id < 0 || id >= textVocabSize) {
      throw new EngineException("BAD_TOKEN", "the text head wrote " + id);
    }
    lastId = (int) id;
    written++;
    return lastId;
  }

  private void runHead(int tokens, int token) {
    try (NativeScope tensors = new NativeScope()) {
      head.input("hidden_states", rows.hidden(tensors, tokens, 0, 1, token, 1))
          .output("logits", logits.tensor(tensors, 1, candidates))
          .output("ids", ids.tensor(tensors, 1, candidates))
          .run(control);
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
