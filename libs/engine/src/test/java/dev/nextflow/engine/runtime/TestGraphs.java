package dev.nextflow.engine.runtime;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The graphs that {@code graphs/make_graphs.py} made. */
final class TestGraphs {

  private TestGraphs() {}

  static Path path(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(TestGraphs.class.getResource("/graphs/" + name + ".onnx"))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
