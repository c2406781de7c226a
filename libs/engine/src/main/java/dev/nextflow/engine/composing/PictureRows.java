package dev.nextflow.engine.composing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawRequest;
import dev.nextflow.engine.drawing.ScaleSampler;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.runtime.Tensor;
import dev.nextflow.engine.transformer.RowPrefix;
import dev.nextflow.engine.transformer.ScaleInput;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.engine.transformer.TransformerRows.Mark;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws the pictures of an answer, one after the other: row 0 is the answer, row 1, where there is
 * guidance, the pictures that were given without a word. Row 1 is read once, before the first
 * picture, and goes back to that place before each of the others.
 */
final class PictureRows {

  private final NativeScope scope;
  private final Bundle bundle;
  private final OpenGraphs graphs;
  private final RunControl control;

  private final ComposeRequest request;
  private final ScaleSchedule schedule;
  private final boolean guided;
  private final TransformerRows rows;
  private final RowReader reader;
  private final RowPrefix unguidedPrefix;
  private final ScaleInput input;

  private @Nullable Mark unguidedIsRead;
  private @Nullable ScaleSampler sampler; // Of the picture under way.
  private int block; // Tokens per row of the last run.

  PictureRows(
      NativeScope scope,
      Bundle bundle,
      OpenGraphs graphs,
      RunControl control,
      TransformerRows rows,
      RowReader reader,
      ComposeRequest request,
      RowPrefix unguidedPrefix) {
    this.unguidedPrefix = unguidedPrefix;
    this.scope = scope;
    this.bundle = bundle;
    this.graphs = graphs;
    this.control = control;
    this.request = request;
    this.schedule = request.schedule();
    this.guided = request.drawing().guided();
    this.rows = rows;
    this.reader = reader;
    this.input =
        new ScaleInput(scope, graphs, control, request.rows(), largestScale(request.schedule()));
  }

  /** Most codes of a scale. */
  static int largestScale(ScaleSchedule schedule) {
    return schedule.grids().stream().mapToInt(Grid::size).max().orElseThrow();
  }

  /** Lets the rows read {@code <boi>}, which predicts scale 1. */
  void open(int picture) {
    if (guided) {
      enterUnguided();
    }
    // Once for the whole picture: between its runs nothing is moved.
    rows.fitCache(schedule.codes() + ComposeRequest.BOI_BLOCK);
    int[] boi = {bundle.specialTokens().boi()};
    block = rows.prefill(0, Collections.nCopies(request.rows(), boi), schedule.level());
    sampler =
        new ScaleSampler(
            scope,
            graphs,
            control,
            List.of(drawRequest(picture)),
            largestScale(schedule),
            bundle.model().visualVocabSize());
  }

  private void enterUnguided() {
    MixedSequence unguided = request.unguided();
    if (unguidedIsRead == null) {
      rows.fitCache(unguided.tokens() + ComposeRequest.BOI_BLOCK);
      reader.read(rows, 1, unguided, unguidedPrefix);
      unguidedIsRead = rows.mark(1);
    } else {
      rows.rewind(1, unguidedIsRead);
    }
  }

  private DrawRequest drawRequest(int picture) {
    return new DrawRequest(
        request.sequence().ids(),
        request.unguided().ids(),
        schedule,
        request.seed(),
        picture,
        request.drawing(),
        List.of());
  }

  /**
   * Lets the rows read a scale.
   *
   * @param scale from the second on
   * @param previous codes of the one before, which it is made of
   */
  void enter(int scale, ScaleCodes previous) {
    input.write(schedule, scale, List.of(previous), rows);
    rows.writeScale(schedule.grid(scale));
    block = schedule.grid(scale).size();
  }

  /** Draws the scale that the last run predicts. */
  ScaleCodes draw(int scale) {
    if (sampler == null) {
      throw new IllegalStateException("no picture is open");
    }
    int size = schedule.grid(scale).size();
    sampler.prepare(scale, size);
    try (NativeScope tensors = new NativeScope()) {
      Tensor conditional = rows.hidden(tensors, block, 0, 1, 0, size);
      Tensor other = guided ? rows.hidden(tensors, block, 1, 1, 0, size) : conditional;
      sampler.sample(0, 1, size, conditional, other);
    }
    return sampler.codes(0, size);
  }
}
