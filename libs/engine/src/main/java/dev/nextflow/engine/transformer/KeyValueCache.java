package dev.nextflow.engine.transformer;

import dev.nextflow.engine.bundle.ModelConfig;
import dev.nextflow.engine.runtime.Binding;
import dev.nextflow.engine.runtime.Buffer;
import dev.nextflow.engine.runtime.ElementType;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.TensorMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of all layers, [rows, length, cache width] each. The graphs write into it in
 * place: the same memory is bound as what they read and as what they return.
 *
 * <p>The length must not depend on the other rows of a batch: attention sums over the whole bound
 * length, so another length is another rounding.
 */
final class KeyValueCache {

  private final int length;
  private final long[] shape;
  private final List<Buffer> keys = new ArrayList<>();
  private final List<Buffer> values = new ArrayList<>();
  private final int[] past;

  KeyValueCache(NativeScope scope, TensorMemory memory, ModelConfig model, int rows, int length) {
    this.length = length;
    this.shape = new long[] {rows, length, model.cacheWidth()};
    this.past = new int[rows];
    long elements = (long) rows * length * model.cacheWidth();
    for (int layer = 0; layer < model.numHiddenLayers(); layer++) {
      keys.add(memory.buffer(scope, ElementType.FLOAT32, elements));
      values.add(memory.buffer(scope, ElementType.FLOAT32, elements));
    }
  }

  /** Binds every layer to a graph of the transformer, for all its runs. */
  void bindTo(Binding binding) {
    try (NativeScope tensors = new NativeScope()) {
      for (int layer = 0; layer < keys.size(); layer++) {
        var key = keys.get(layer).tensor(tensors, shape);
        var value = values.get(layer).tensor(tensors, shape);
        binding.input("key_cache." + layer, key).output("updated_key_cache." + layer, key);
        binding.input("value_cache." + layer, value).output("updated_value_cache." + layer, value);
      }
    }
  }

  /** Tokens of a row that are valid. */
  int past(int row) {
    return past[row];
  }

  /** Makes so many more tokens of a row valid. */
  void advance(int row, int tokens) {
    past[row] += tokens;
  }

  /**
   * @throws IllegalStateException if a block of so many tokens would not fit behind some row
   */
  void requireRoom(int tokens) {
    for (int row = 0; row < past.length; row++) {
      if (past[row] + tokens > length) {
        throw new IllegalStateException(
            "cache of " + length + " has no room for " + tokens + " after " + past[row]);
      }
    }
  }
}
