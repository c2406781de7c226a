package dev.nextflow.engine.writing;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.transformer.ScaleInput;
import dev.nextflow.engine.transformer.TransformerRows;
import java.util.List;
import java.util.stream.Stream;

/**
 * Continues sequences of text and pictures with text. Any thread may open batches; they run on the
 * threads that call them.
 */
public final class WritingEngine implements AutoCloseable {

  private final Bundle bundle;
  private final OpenGraphs graphs;

  private WritingEngine(Bundle bundle, OpenGraphs graphs) {
    this.bundle = bundle;
    this.graphs = graphs;
  }

  /**
   * Opens the graphs that writing needs.
   *
   * @throws dev.nextflow.engine.EngineException if a graph or the provider cannot be opened
   */
  public static WritingEngine open(Bundle bundle, EngineOptions options) {
    List<String> names =
        Stream.concat(TransformerRows.GRAPHS.stream(), Stream.of(ScaleInput.GRAPH, TextHead.GRAPH))
            .toList();
    return new WritingEngine(bundle, OpenGraphs.open(bundle, options, names));
  }

  /**
   * Opens slots for texts that come and go: allocates all they will ever need. Nothing runs yet.
   *
   * @throws IllegalStateException if the engine is closed
   */
  public ContinuousBatch batch(BatchSize size) {
    OpenGraphs retained = graphs.retain();
    NativeScope scope = new NativeScope();
    try {
      return new ContinuousBatch(scope, bundle, retained, size);
    } catch (RuntimeException | Error e) {
      scope.close();
      retained.release();
      throw e;
    }
  }

  /** Lets go of the graphs; batches that are still open keep them until they close. */
  @Override
  public void close() {
    graphs.close();
  }
}
