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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of one batch on their way through the transformer, each with a sequence of its own length.
 * They go together, as those of a drawing, or some at a time, as slots do that texts come into and
 * leave. Everything is allocated at the start; inputs and hidden states stay on the device.
 *
 * <p>Duties: 1. embed text and run it causally, padded on the right; 2. run blocks of inputs that
 * see each other and all before; 3. keep every row's cache and sequence position.
 */
public final class TransformerRows {

  /** In place of an id: a row that is run with the others and keeps nothing of it. */
  public static final int IDLE = -1;

  /** The graphs that this class runs. */
  public static final List<String> GRAPHS = List.of("text_embedding", "prefill", "steps");

  /**
   * Least tokens of a block of text. Attention over a single query sums in another order than over
   * several, so a prompt's tokens would depend on where its chunks end; a lone one is padded.
   */
  private static final int LEAST_BLOCK = 2;

  private final Bundle bundle;
  private final RunControl control;
  private final int rows;
  private final int width;

  private final Binding embedding;
  private final Binding prefill;
  private final Binding steps;
  private final KeyValueCache cache;
  private final RotaryTable rotary;
  private final Map<Binding, Bound> bound = new HashMap<>();
  private final int[] nextPosition; // [rows] sequence position of the next token

  private final Buffer ids; // [rows, tokens]
  private final Buffer scaleCounts; // [rows, tokens]
  private final Buffer inputs; // [rows, tokens, width]
  private final Buffer hidden; // [rows, tokens, width]
  private final Buffer writeIndices; // [rows]
  private final Buffer validLengths; // [rows]

  /**
   * Rows that go together.
   *
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
    this(
        (long) rows * Math.max(LEAST_BLOCK, longestBlock),
        scope,
        bundle,
        graphs,
        control,
        rows,
        cacheLength);
  }

  /**
   * Rows of slots: a run has a block of one of them, or a token of any number.
   *
   * @param scope owns all memory of the rows
   * @param cacheLength tokens that a row's cache has room for
   * @param longestBlock most tokens that a row is given at once
   */
  public static TransformerRows ofSlots(
      NativeScope scope,
      Bundle bundle,
      OpenGraphs graphs,
      RunControl control,
      int rows,
      int cacheLength,
      int longestBlock) {
    long tokens = Math.max(rows, Math.max(LEAST_BLOCK, longestBlock));
    return new TransformerRows(tokens, scope, bundle, graphs, control, rows, cacheLength);
  }

  /**
   * @param tokens most of one run, of all its rows together
   */
  private TransformerRows(
      long tokens,
      NativeScope scope,
      Bundle bundle,
      OpenGraphs graphs,
      RunControl control,
      int rows,
      int cacheLength) {
    ModelConfig model = bundle.model();
    TensorMemory device = graphs.get("steps").memory();
    HostMemory host = HostMemory.INSTANCE;
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
  }

  /**
   * Runs the next text tokens of every row, such as a prompt.
   *
   * @param sequences text ids, one array per row, none empty
   * @param scaleCount scales of the picture that a last {@code <boi>} opens; 0 for text
   * @return tokens per row in {@link #hidden}: the longest sequence
   */
  public int prefill(List<int[]> sequences, int scaleCount) {
    return prefill(0, sequences, scaleCount);
  }

  /**
   * Runs the next tokens of some rows' prompts, which follow each other: the first ones or later
   * ones. How a prompt is cut into blocks changes nothing in what is computed.
   *
   * @param first row of the first sequence
   * @return tokens per row in {@link #hidden}: the longest sequence, or more
   */
  public int prefill(int first, List<int[]> sequences, int scaleCount) {
    int longest =
        Math.max(
            LEAST_BLOCK,
            sequences.stream().mapToInt(sequence -> sequence.length).max().orElseThrow());
    for (int i = 0; i < sequences.size(); i++) {
      int[] sequence = sequences.get(i);
      long[] padded = new long[longest];
      Arrays.fill(padded, bundle.specialTokens().pad());
      for (int token = 0; token < sequence.length; token++) {
        padded[token] = sequence[token];
      }
      long[] counts = new long[longest];
      counts[sequence.length - 1] = scaleCount;
      ids.write((long) i * longest, padded);
      scaleCounts.write((long) i * longest, counts);
      rotary.writeText(i, nextPosition[first + i], longest);
    }
    embed(sequences.size(), longest);
    run(prefill, first, sequences.size(), longest);
    for (int i = 0; i < sequences.size(); i++) {
      advance(first + i, sequences.get(i).length, sequences.get(i).length);
    }
    return longest;
  }

  /** Runs one text token per row; {@link #hidden} holds one token per row. */
  public void writeText(int... idOfRow) {
    writeText(0, idOfRow);
  }

  /**
   * Runs one text token in each of some rows that follow each other.
   *
   * @param first row of the first id
   * @param idOfRow {@link #IDLE} where a row between the others has none: nothing changes in it
   */
  public void writeText(int first, int[] idOfRow) {
    for (int i = 0; i < idOfRow.length; i++) {
      int id = idOfRow[i] == IDLE ? bundle.specialTokens().pad() : idOfRow[i];
      ids.write(i, (long) id);
      scaleCounts.write(i, 0L);
      rotary.writeText(i, nextPosition[first + i], 1);
    }
    embed(idOfRow.length, 1);
    run(steps, first, idOfRow.length, 1);
    for (int i = 0; i < idOfRow.length; i++) {
      if (idOfRow[i] != IDLE) {
        advance(first + i, 1, 1);
      }
    }
  }

  /**
   * Lets the cache be as long as the longest row needs for a block of so many tokens. Never between
   * the runs of a drawing, whose rows keep one length.
   */
  public void fitCache(int tokens) {
    cache.fit(Math.max(LEAST_BLOCK, tokens));
  }

  /** Makes a row empty, for another sequence. */
  public void clear(int row) {
    cache.clear(row);
    nextPosition[row] = 0;
  }

  /** Whether what the rows have read can be copied: on a device it can not. */
  boolean areOnHost() {
    return cache.isOnHost();
  }

  /** What a copy of so many tokens of a row takes. */
  long bytes(int tokens) {
    return cache.elements(tokens) * Float.BYTES;
  }

  /** Tokens that a row has read. */
  int tokens(int row) {
    return cache.past(row);
  }

  /** Copies the first tokens that a row has read, no more than there are. */
  void save(int row, int tokens, Buffer to) {
    cache.save(row, tokens, to);
  }

  /**
   * Lets a row have read what was saved.
   *
   * @param saved tokens that were saved
   * @param tokens how many of them, from the first on
   * @param position of the next token in the sequence
   */
  void restore(int row, Buffer from, int saved, int tokens, int position) {
    cache.restore(row, from, saved, tokens);
    nextPosition[row] = position;
  }

  /** How far a row has come, to be gone back to. */
  public Mark mark(int row) {
    return new Mark(cache.past(row), nextPosition[row]);
  }

  /** Forgets all that a row has read since. */
  public void rewind(int row, Mark mark) {
    cache.rewind(row, mark.tokens());
    nextPosition[row] = mark.position();
  }

  /** Runs a scale whose inputs were written to {@link #inputs}; all its codes see each other. */
  public void writeScale(Grid grid) {
    writeScale(0, rows, grid);
  }

  /**
   * The same in some rows that follow each other.
   *
   * @param first row of the first inputs
   */
  public void writeScale(int first, int count, Grid grid) {
    for (int i = 0; i < count; i++) {
      rotary.writeGrid(i, grid, nextPosition[first + i]);
    }
    run(steps, first, count, grid.size());
    for (int i = 0; i < count; i++) {
      advance(first + i, grid.size(), 1); // A whole scale stands at one sequence position.
    }
  }

  /** The same in one row alone. */
  public void writeScale(int row, Grid grid) {
    writeScale(row, 1, grid);
  }

  /** Room for the inputs of the next block of some rows, [count, tokens, width]. */
  Tensor inputs(NativeScope scope, int count, int tokens) {
    return inputs.tensor(scope, count, tokens, width);
  }

  /**
   * Hidden states of the last block, [count, length, width].
   *
   * @param tokens tokens per row that the block had
   * @param row first row, counted from the first of the block
   * @param token first token of that row; other than 0 only for a single row
   */
  public Tensor hidden(NativeScope scope, int tokens, int row, int count, int token, int length) {
    long offset = ((long) row * tokens + token) * width;
    return hidden.tensorAt(scope, offset, count, length, width);
  }

  private void embed(int count, int tokens) {
    try (NativeScope tensors = new NativeScope()) {
      embedding
          .input("ids", ids.tensor(tensors, count, tokens))
          .input("scale_counts", scaleCounts.tensor(tensors, count, tokens))
          .output("inputs_embeds", inputs(tensors, count, tokens))
          .run(control);
    }
  }

  private void run(Binding graph, int first, int count, int tokens) {
    cache.requireRoom(first, count, tokens);
    for (int i = 0; i < count; i++) {
      int past = cache.past(first + i);
      writeIndices.write(i, (long) past);
      // Padding counts as valid: a causal graph aligns its queries with the end of the cache.
      validLengths.write(i, (long) past + tokens);
    }
    Bound now = new Bound(first, count, cache.length());
    if (!now.equals(bound.put(graph, now))) {
      cache.bindTo(graph, first, count);
    }
    try (NativeScope tensors = new NativeScope()) {
      graph
          .input("inputs_embeds", inputs(tensors, count, tokens))
          .input("cos", rotary.cos().tensor(tensors, count, tokens, rotary.pairs()))
          .input("sin", rotary.sin().tensor(tensors, count, tokens, rotary.pairs()))
          .input("write_indices", writeIndices.tensor(tensors, count))
          .input("nonpad_kv_seqlen", validLengths.tensor(tensors, count))
          .output("hidden_states", hidden.tensor(tensors, count, tokens, width))
          .run(control);
    }
  }

  /**
   * A place in a row.
   *
   * @param tokens in the cache
   * @param position of the next token in the sequence
   */
  public record Mark(int tokens, int position) {}

  /** What of the cache a graph was bound to last. */
  private record Bound(int first, int count, int length) {}

  private void advance(int row, int tokens, int positions) {
    cache.advance(row, tokens);
    nextPosition[row] += positions;
  }
}
