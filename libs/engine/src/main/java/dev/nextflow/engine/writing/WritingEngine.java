package dev.nextflow.engine.writing;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.transformer.ScaleInput;
import dev.nextflow.engine.transformer.SequenceChecks;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.sequences.Acceptance;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Continues sequences of text and pictures with text. Any thread may open batches and writings;
 * they run on the threads that call them.
 */
public final class WritingEngine implements AutoCloseable {

  /** The graphs that writing needs. */
  public static final List<String> GRAPHS =
      Stream.concat(TransformerRows.GRAPHS.stream(), Stream.of(ScaleInput.GRAPH, TextHead.GRAPH))
          .toList();

  private final Bundle bundle;
  private final OpenGraphs graphs;

  private final TokenChoice choice;
  private final Runnable letGo;

  private WritingEngine(Bundle bundle, OpenGraphs graphs, Runnable letGo) {
    this.bundle = bundle;
    this.graphs = graphs;
    this.choice = TokenChoice.of(bundle);
    this.letGo = letGo;
  }

  /**
   * Opens the graphs that writing needs.
   *
   * @throws dev.nextflow.engine.EngineException if a graph or the provider cannot be opened
   */
  public static WritingEngine open(Bundle bundle, EngineOptions options) {
    OpenGraphs graphs = OpenGraphs.open(bundle, options, GRAPHS);
    return new WritingEngine(bundle, graphs, graphs::close);
  }

  /**
   * Writes with graphs that somebody has opened.
   *
   * @param graphs {@link #GRAPHS} are among them; retained for this
   */
  public static WritingEngine over(Bundle bundle, OpenGraphs graphs) {
    return new WritingEngine(bundle, graphs, graphs::release);
  }

  /** Begins to continue a text of which nothing was written before. */
  public Writing begin(int[] ids, int maxTokens) {
    return begin(MixedSequence.of(ids), new int[0], maxTokens);
  }

  /**
   * Begins to continue a sequence: allocates all it will ever need. Nothing runs yet.
   *
   * @param sequence 1..{@link Bundle#maxPromptTokens} text ids; pictures count for themselves
   * @param written text ids written earlier: they are fed to the model, not written again
   * @param maxTokens how many tokens may still be written, at least 1; the cache has room for no
   *     more
   * @throws IllegalArgumentException if the sequence does not fit the bundle, an id is no text id
   *     or a length is out of bounds
   * @throws IllegalStateException if the engine is closed
   */
  public Writing begin(MixedSequence sequence, int[] written, int maxTokens) {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("max tokens must be at least 1, not " + maxTokens);
    }
    SequenceChecks.check(bundle, sequence, written, sequence.pictures().size());
    return opened((scope, graphs) ->
        new Writing(scope, bundle, graphs, choice, sequence, written, maxTokens));
  }

  /**
   * Opens slots for texts that come and go: allocates all they will ever need. Nothing runs yet.
   *
   * @throws IllegalStateException if the engine is closed
   */
  public ContinuousBatch batch(BatchSize size) {
    return opened((scope, graphs) -> new ContinuousBatch(scope, bundle, graphs, choice, size));
  }

  /**
   * Begins to score pictures that are drawn in part: allocates all it will ever need. Nothing runs
   * yet.
   *
   * @param schedule of the whole pictures
   * @param acceptance how far they are drawn, and what is asked about them
   * @throws IllegalArgumentException if the questions do not fit the bundle
   * @throws IllegalStateException if the engine is closed
   */
  public AnswerScoring scoring(ScaleSchedule schedule, Acceptance acceptance) {
    ScoringChecks.check(bundle, schedule, acceptance);
    return opened(
        (scope, graphs) -> new AnswerScoring(scope, bundle, graphs, choice, schedule, acceptance));
  }

  /** Something that owns a scope and holds the graphs, neither of which outlives a failure. */
  private <T> T opened(BiFunction<NativeScope, OpenGraphs, T> open) {
    OpenGraphs retained = graphs.retain();
    NativeScope scope = new NativeScope();
    try {
      return open.apply(scope, retained);
    } catch (RuntimeException | Error e) {
      scope.close();
      retained.release();
      throw e;
    }
  }

  /** Lets go of the graphs; batches that are still open keep them until they close. */
  @Override
  public void close() {
    letGo.run();
  }
}
