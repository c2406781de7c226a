package dev.nextflow.engine.transformer;

import dev.nextflow.engine.bundle.ModelConfig;
import dev.nextflow.engine.runtime.Binding;
import dev.nextflow.engine.runtime.Buffer;
import dev.nextflow.engine.runtime.ElementType;
import dev.nextflow.engine.runtime.HostMemory;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.TensorMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keys and values of all layers, [rows, length, cache width] each. The graphs write into it in
 * place: the same memory is bound as what they read and as what they return.
 *
 * <p>Attention computes over the whole bound length, valid or not. A drawing binds one length for
 * all its runs; slots that come and go bind what the longest of them needs now, see {@link #fit}.
 */
final class KeyValueCache {

  private final TensorMemory memory;
  private final int width;
  private final int capacity;
  private final List<Buffer> keys = new ArrayList<>();
  private final List<Buffer> values = new ArrayList<>();
  private final int[] past;
  private int length;

  KeyValueCache(NativeScope scope, TensorMemory memory, ModelConfig model, int rows, int length) {
    this.memory = memory;
    this.width = model.cacheWidth();
    this.capacity = length;
    this.length = length;
    this.past = new int[rows];
    long elements = (long) rows * length * width;
    for (int layer = 0; layer < model.numHiddenLayers(); layer++) {
      keys.add(memory.buffer(scope, ElementType.FLOAT32, elements));
      values.add(memory.buffer(scope, ElementType.FLOAT32, elements));
    }
    scope.countAsCache(2L * model.numHiddenLayers() * elements * Float.BYTES);
  }

  /** Binds every layer of some rows that follow each other to a graph of the transformer. */
  void bindTo(Binding binding, int first, int rows) {
    long offset = (long) first * length * width;
    long[] shape = {rows, length, width};
    try (NativeScope tensors = new NativeScope()) {
      for (int layer = 0; layer < keys.size(); layer++) {
        var key = keys.get(layer).tensorAt(tensors, offset, shape);
        var value = values.get(layer).tensorAt(tensors, offset, shape);
        binding.input("key_cache." + layer, key).output("updated_key_cache." + layer, key);
        binding.input("value_cache." + layer, value).output("updated_value_cache." + layer, value);
      }
    }
  }

  /** The length that is bound now. */
  int length() {
    return length;
  }

  /**
   * Binds a length that has room for so many tokens behind the longest row, and little more: rows
   * are moved together or apart in their memory. What lies on a device is left as it is. Whether
   * there is room is for {@link #requireRoom} to say.
   */
  void fit(int tokens) {
    int longest = IntStream.of(past).max().orElse(0);
    int fitting = CacheLength.of(length, longest + tokens, capacity);
    if (isOnHost()) {
      resize(fitting);
    }
  }

  /** Whether Java can read and move what the rows hold. */
  boolean isOnHost() {
    return memory == HostMemory.INSTANCE;
  }

  private void resize(int fitting) {
    if (fitting == length) {
      return;
    }
    for (int i = 0; i < past.length; i++) {
      // Apart from the last row on, together from the first on: no row falls on one not yet moved.
      int row = fitting > length ? past.length - 1 - i : i;
      long from = (long) row * length * width;
      long to = (long) row * fitting * width;
      int elements = past[row] * width;
      keys.forEach(layer -> layer.move(from, to, elements));
      values.forEach(layer -> layer.move(from, to, elements));
    }
    length = fitting;
  }

  /** Elements that so many tokens of a row take, in all layers. */
  long elements(int tokens) {
    return 2L * keys.size() * tokens * width;
  }

  /** Copies the first tokens of a row, no more than are valid: [layers][keys, values][tokens]. */
  void save(int row, int tokens, Buffer to) {
    long from = (long) row * length * width;
    long block = (long) tokens * width;
    for (int layer = 0; layer < keys.size(); layer++) {
      keys.get(layer).copyTo(from, to, 2 * layer * block, block);
      values.get(layer).copyTo(from, to, (2 * layer + 1) * block, block);
    }
  }

  /**
   * Makes tokens that were saved the only ones of a row.
   *
   * @param saved how many there are
   * @param tokens how many of them to take
   */
  void restore(int row, Buffer from, int saved, int tokens) {
    past[row] = 0;
    if (tokens > length) {
      resize(CacheLength.of(length, tokens, capacity));
    }
    requireRoom(row, 1, tokens);
    long to = (long) row * length * width;
    long block = (long) saved * width;
    for (int layer = 0; layer < keys.size(); layer++) {
      from.copyTo(2 * layer * block, keys.get(layer), to, (long) tokens * width);
      from.copyTo((2 * layer + 1) * block, values.get(layer), to, (long) tokens * width);
    }
    past[row] = tokens;
  }

  /** Tokens of a row that are valid. */
  int past(int row) {
    return past[row];
  }

  /** Makes so many more tokens of a row valid. */
  void advance(int row, int tokens) {
    past[row] += tokens;
  }

  /** Makes a row empty. */
  void clear(int row) {
    past[row] = 0;
  }

  /** Makes only the first tokens of a row valid; no more than there are. */
  void rewind(int row, int tokens) {
    past[row] = Math.min(past[row], tokens);
  }

  /**
   * @throws IllegalStateException if a block of so many tokens would not fit behind some of these
   *     rows
   */
  void requireRoom(int first, int rows, int tokens) {
    for (int row = first; row < first + rows; row++) {
      if (past[row] + tokens > length) {
        throw new IllegalStateException(
            "cache of " + length + " has no room for " + tokens + " after " + past[row]);
      }
    }
  }
}
