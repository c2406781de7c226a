package dev.nextflow.engine.composing;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.engine.drawing.ScaleSampler;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.transformer.ScaleInput;
import dev.nextflow.engine.transformer.SessionPrefixes;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.engine.writing.TextHead;
import dev.nextflow.engine.writing.TokenChoice;
import java.util.List;
import java.util.stream.Stream;

/**
 * Answers with text and pictures in order. Any thread may begin answers; they run on the threads
 * that call them.
 */
public final class ComposingEngine implements AutoCloseable {

  private final Bundle bundle;
  private final OpenGraphs graphs;
  private final TokenChoice choice;

  private ComposingEngine(Bundle bundle, OpenGraphs graphs) {
    this.bundle = bundle;
    this.graphs = graphs;
    this.choice = TokenChoice.of(bundle);
  }

  /**
   * Opens the graphs that text and pictures need; takes as long as reading the weights.
   *
   * @throws dev.nextflow.engine.EngineException if a graph or the provider cannot be opened
   */
  public static ComposingEngine open(Bundle bundle, EngineOptions options) {
    List<String> names =
        Stream.concat(
                TransformerRows.GRAPHS.stream(),
                Stream.of(ScaleInput.GRAPH, ScaleSampler.GRAPH, TextHead.GRAPH))
            .toList();
    return new ComposingEngine(bundle, OpenGraphs.open(bundle, options, names));
  }

  /**
   * Begins an answer: allocates all it will ever need. Nothing runs yet.
   *
   * @throws IllegalArgumentException if the request does not fit the bundle
   * @throws IllegalStateException if the engine is closed
   */
  public Composing begin(ComposeRequest request) {
    return begin(request, SessionPrefixes.NONE);
  }

  /**
   * Begins an answer that goes on from what is kept of its session; what it has read of its
   * sequence is kept in turn, once it is closed.
   *
   * @see #begin(ComposeRequest)
   */
  public Composing begin(ComposeRequest request, SessionPrefixes prefixes) {
    RequestChecks.check(bundle, request);
    OpenGraphs retained = graphs.retain();
    NativeScope scope = new NativeScope();
    try {
      return new Composing(scope, bundle, retained, choice, request, prefixes);
    } catch (RuntimeException | Error e) {
      scope.close();
      retained.release();
      throw e;
    }
  }

  /** An engine for pictures alone, with the same graphs; it closes with this one. */
  public DrawingEngine drawing() {
    return DrawingEngine.over(bundle, graphs);
  }

  /** Lets go of the graphs; answers that are still open keep them until they close. */
  @Override
  public void close() {
    graphs.close();
  }
}
