package dev.nextflow.engine.transformer;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.ModelConfig;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.Binding;
import dev.nextflow.engine.runtime.Buffer;
import dev.nextflow.engine.runtime.ElementType;
import dev.nextflow.engine.runtime.HostMemory;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.runtime.Tensor;
import dev.nextflow.engine.runtime.TensorMemory;
import dev.nextflow.sequences.Grid;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of one batch on their way through the transformer, each with a sequence of its own length.
 * Everything is allocated at the start; inputs and hidden states stay on the device.
 *
 * <p>Duties: 1. embed text and run it causally, padded on the right; 2. run blocks of inputs that
 * see each other and all before; 3. keep every row's cache and sequence position.
 */
public final class TransformerRows {

  /** The graphs that this class runs. */
  public static final List<String> GRAPHS = List.of("text_embedding", "prefill", "steps");

  private final Bundle bundle;
  private final RunControl control;
  private final int rows;
  private final int width;

  private final Binding embedding;
  private final Binding prefill;
  private final Binding steps;
  private final KeyValueCache cache;
  private final RotaryTable rotary;
  private final int[] nextPosition; // [rows] sequence position of the next token

  private final Buffer ids; // [rows, tokens]
  private final Buffer scaleCounts; // [rows, tokens]
  private final Buffer inputs; // [rows, tokens, width]
  private final Buffer hidden; // [rows, tokens, width]
  private final Buffer writeIndices; // [rows]
  private final Buffer validLengths; // [rows]

  /**
   * @param scope owns all memory of the rows
   * @param cacheLength tokens that a row's cache has room for
   * @param longestBlock most tokens that a row is given at once
   */
  public TransformerRows(
      NativeScope scope,
      Bundle bundle,
      OpenGraphs graphs,
      RunControl control,
      int rows,
      int cacheLength,
      int longestBlock) {
    ModelConfig model = bundle.model();
    TensorMemory device = graphs.get("steps").memory();
    HostMemory host = HostMemory.INSTANCE;
    long tokens = (long) rows * longestBlock;
    this.bundle = bundle;
    this.control = control;
    this.rows = rows;
    this.width = model.hiddenSize();
    this.embedding = graphs.get("text_embedding").bind(scope);
    this.prefill = graphs.get("prefill").bind(scope);
    this.steps = graphs.get("steps").bind(scope);
    this.cache = new KeyValueCache(scope, device, model, rows, cacheLength);
    this.rotary = new RotaryTable(scope, model, tokens);
    this.nextPosition = new int[rows];
    this.ids = host.buffer(scope, ElementType.INT64, tokens);
    this.scaleCounts = host.buffer(scope, ElementType.INT64, tokens);
    this.inputs = device.buffer(scope, ElementType.FLOAT32, tokens * width);
    this.hidden = device.buffer(scope, ElementType.FLOAT32, tokens * width);
    this.writeIndices = host.buffer(scope, ElementType.INT64, rows);
    this.validLengths = host.buffer(scope, ElementType.INT64, rows);
    cache.bindTo(prefill);
    cache.bindTo(steps);
  }

  /**
   * Runs the next text tokens of every row, such as a prompt.
   *
   * @param sequences text ids, one array per row, none empty
   * @param scaleCount scales of the picture that a last {@code <boi>} opens; 0 for text
   * @return tokens per row in {@link #hidden}: the longest sequence
   */
  public int prefill(List<int[]> sequences, int scaleCount) {
    int longest = sequences.stream().mapToInt(sequence -> sequence.length).max().orElseThrow();
    cache.requireRoom(longest);
    for (int row = 0; row < rows; row++) {
      int[] sequence = sequences.get(row);
      long[] padded = new long[longest];
      Arrays.fill(padded, bundle.specialTokens().pad());
      for (int token = 0; token < sequence.length; token++) {
        padded[token] = sequence[token];
      }
      long[] counts = new long[longest];
      counts[sequence.length - 1] = scaleCount;
      ids.write((long) row * longest, padded);
      scaleCounts.write((long) row * longest, counts);
      rotary.writeText(row, nextPosition[row], longest);
    }
    embed(longest);
    run(prefill, longest);
    for (int row = 0; row < rows; row++) {
      advance(row, sequences.get(row).length, sequences.get(row).length);
    }
    return longest;
  }

  /** Runs one text token per row; {@link #hidden} holds one token per row. */
  public void writeText(int... idOfRow) {
    for (int row = 0; row < rows; row++) {
      ids.write(row, (long) idOfRow[row]);
      scaleCounts.write(row, 0L);
      rotary.writeText(row, nextPosition[row], 1);
    }
    embed(1);
    run(steps, 1);
    for (int row = 0; row < rows; row++) {
      advance(row, 1, 1);
    }
  }

  /** Runs a scale whose inputs were written to {@link #inputs}; all its codes see each other. */
  public void writeScale(Grid grid) {
    for (int row = 0; row < rows; row++) {
      rotary.writeGrid(row, grid, nextPosition[row]);
    }
    run(steps, grid.size());
    for (int row = 0; row < rows; row++) {
      advance(row, grid.size(), 1); // A whole scale stands at one sequence position.
    }
  }

  /** Room for the inputs of the next block, [rows, tokens, width]. */
  public Tensor inputs(NativeScope scope, int tokens) {
    return inputs.tensor(scope, rows, tokens, width);
  }

  /**
   * Hidden states of the last block, [count, length, width].
   *
   * @param tokens tokens per row that the block had
   * @param row first row
   * @param token first token of that row; other than 0 only for a single row
   */
  public Tensor hidden(NativeScope scope, int tokens, int row, int count, int token, int length) {
    long offset = ((long) row * tokens + token) * width;
    return hidden.tensorAt(scope, offset, count, length, width);
  }

  private void embed(int tokens) {
    try (NativeScope tensors = new NativeScope()) {
      embedding
          .input("ids", ids.tensor(tensors, rows, tokens))
          .input("scale_counts", scaleCounts.tensor(tensors, rows, tokens))
          .output("inputs_embeds", inputs(tensors, tokens))
          .run(control);
    }
  }

  private void run(Binding graph, int tokens) {
    cache.requireRoom(tokens);
    for (int row = 0; row < rows; row++) {
      int past = cache.past(row);
      writeIndices.write(row, (long) past);
      // Padding counts as valid: a causal graph aligns its queries with the end of the cache.
      validLengths.write(row, (long) past + tokens);
    }
    try (NativeScope tensors = new NativeScope()) {
      graph
          .input("inputs_embeds", inputs(tensors, tokens))
          .input("cos", rotary.cos().tensor(tensors, rows, tokens, rotary.pairs()))
          .input("sin", rotary.sin().tensor(tensors, rows, tokens, rotary.pairs()))
          .input("write_indices", writeIndices.tensor(tensors, rows))
          .input("nonpad_kv_seqlen", validLengths.tensor(tensors, rows))
          .output("hidden_states", hidden.tensor(tensors, rows, tokens, width))
          .run(control);
    }
  }

  private void advance(int row, int tokens, int positions) {
    cache.advance(row, tokens);
    nextPosition[row] += positions;
  }
}
