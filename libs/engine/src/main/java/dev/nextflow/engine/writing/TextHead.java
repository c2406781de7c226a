package dev.nextflow.engine.writing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.Binding;
import dev.nextflow.engine.runtime.Buffer;
import dev.nextflow.engine.runtime.ElementType;
import dev.nextflow.engine.runtime.HostMemory;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.transformer.TransformerRows;

/** From hidden states to the best text tokens. */
public final class TextHead {

  /** The graph that this class runs. */
  public static final String GRAPH = "text_head";

  /** The exporter keeps so many of the best text tokens, or all if there are fewer. */
  private static final int MOST_CANDIDATES = 256;

  private final RunControl control;
  private final int candidates;
  private final Binding binding;
  private final Buffer logits; // [rows, candidates], largest first
  private final Buffer ids; // [rows, candidates]

  /**
   * @param scope owns all memory
   * @param rows most rows of one run
   */
  public TextHead(
      NativeScope scope, Bundle bundle, OpenGraphs graphs, RunControl control, int rows) {
    this.control = control;
    this.candidates = Math.min(MOST_CANDIDATES, bundle.model().textVocabSize());
    this.binding = graphs.get(GRAPH).bind(scope);
    long elements = (long) rows * candidates;
    this.logits = HostMemory.INSTANCE.buffer(scope, ElementType.FLOAT32, elements);
    this.ids = HostMemory.INSTANCE.buffer(scope, ElementType.INT64, elements);
  }

  /**
   * Finds the best tokens behind the first rows of the last block.
   *
   * @param tokens tokens per row that the block had
   * @param token which of them; other than 0 only for a single row
   * @param count rows
   */
  public void run(TransformerRows rows, int tokens, int token, int count) {
    try (NativeScope tensors = new NativeScope()) {
      binding
          .input("hidden_states", rows.hidden(tensors, tokens, 0, count, token, 1))
          .output("logits", logits.tensor(tensors, count, candidates))
          .output("ids", ids.tensor(tensors, count, candidates))
          .run(control);
    }
  }

  /** Ids of a row's best tokens, in the order of their logits. */
  public long[] ids(int row) {
    return ids.longs((long) row * candidates, candidates);
  }

  /** Logits of a row's best tokens, largest first. */
  public float[] logits(int row) {
    return logits.floats((long) row * candidates, candidates);
  }
}
