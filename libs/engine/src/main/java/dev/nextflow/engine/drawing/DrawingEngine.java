package dev.nextflow.engine.drawing;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.transformer.SessionPrefixes;
import dev.nextflow.engine.writing.WritingEngine;
import java.util.List;
import java.util.stream.Stream;

/**
 * Draws codes with one bundle. Any thread may begin drawings; they run on the threads that call
 * them.
 */
public final class DrawingEngine implements AutoCloseable {

  private final Bundle bundle;
  private final OpenGraphs graphs;

  private DrawingEngine(Bundle bundle, OpenGraphs graphs) {
    this.bundle = bundle;
    this.graphs = graphs;
  }

  /**
   * Opens the graphs that drawing needs; takes as long as reading the weights.
   *
   * @throws dev.nextflow.engine.EngineException if a graph or the provider cannot be opened
   */
  public static DrawingEngine open(Bundle bundle, EngineOptions options) {
    List<String> names =
        Stream.concat(WritingEngine.GRAPHS.stream(), Stream.of(ScaleSampler.GRAPH)).toList();
    return new DrawingEngine(bundle, OpenGraphs.open(bundle, options, names));
  }

  /**
   * Draws with graphs that are open already, so that their weights are there once; whoever closes
   * one of their engines closes all.
   *
   * @param graphs at least those that drawing needs
   */
  public static DrawingEngine over(Bundle bundle, OpenGraphs graphs) {
    return new DrawingEngine(bundle, graphs);
  }

  /**
   * Begins a batch: allocates its caches and all else that is large. Nothing runs yet.
   *
   * @param requests at least one; all of the same schedule, all guided or all not, with the same
   *     number of scales already drawn
   * @throws IllegalArgumentException if the requests do not fit each other or the bundle
   * @throws IllegalStateException if the engine is closed
   */
  public Drawing begin(List<DrawRequest> requests) {
    return begin(requests, SessionPrefixes.NONE);
  }

  /**
   * Begins a batch that goes on from what is kept of its session; what it has read and drawn is
   * kept in turn, once it is closed.
   *
   * @see #begin(List)
   */
  public Drawing begin(List<DrawRequest> requests, SessionPrefixes prefixes) {
    RequestChecks.check(bundle, requests);
    OpenGraphs retained = graphs.retain();
    NativeScope scope = new NativeScope();
    try {
      return new Drawing(scope, bundle, retained, List.copyOf(requests), prefixes);
    } catch (RuntimeException | Error e) {
      scope.close();
      retained.release();
      throw e;
    }
  }

  /**
   * Writes with the same graphs, for thoughts before pictures: no weights are read twice. To be
   * closed by the caller.
   *
   * @throws IllegalStateException if the engine is closed
   */
  public WritingEngine writing() {
    return WritingEngine.over(bundle, graphs.retain());
  }

  /** Lets go of the graphs; drawings that are still open keep them until they close. */
  @Override
  public void close() {
    graphs.close();
  }
}
