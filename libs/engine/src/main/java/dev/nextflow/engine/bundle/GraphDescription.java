package dev.nextflow.engine.bundle;

import java.util.List;
import java.util.Map;

/**
 * One graph of a bundle.
 *
 * @param file its path inside the bundle
 * @param inputs by name
 * @param outputs by name
 */
public record GraphDescription(
    String file, Map<String, TensorDescription> inputs, Map<String, TensorDescription> outputs) {

  /**
   * @param type such as {@code float32}
   * @param shape a number per fixed dimension, a name per free one
   */
  public record TensorDescription(String type, List<Object> shape) {}
}
