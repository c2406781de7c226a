package dev.nextflow.engine.transformer;

import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.Binding;
import dev.nextflow.engine.runtime.Buffer;
import dev.nextflow.engine.runtime.ElementType;
import dev.nextflow.engine.runtime.HostMemory;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Arrays;
import java.util.List;

/** Turns the codes of one scale into the transformer's inputs of the next block. */
public final class ScaleInput {

  /** The graph that this class runs. */
  public static final String GRAPH = "scale_input";

  /** What a block that no scale is drawn from is entered as: no scale has this number. */
  private static final int NO_SCALE = 0;

  private final RunControl control;
  private final Binding binding;
  private final int rows;
  private final Buffer codes; // [rows, codes of the previous scale]
  private final Buffer previousGrid; // [2]
  private final Buffer grid; // [2]
  private final Buffer scale; // [1]
  private final Buffer scaleCount; // [1]

  /**
   * @param scope owns all memory
   * @param rows that are entered together: all of a drawing, or one of some slots
   * @param mostCodes most codes of a scale
   */
  public ScaleInput(
      NativeScope scope, OpenGraphs graphs, RunControl control, int rows, int mostCodes) {
    HostMemory host = HostMemory.INSTANCE;
    this.control = control;
    this.binding = graphs.get(GRAPH).bind(scope);
    this.rows = rows;
    this.codes = host.buffer(scope, ElementType.INT64, (long) rows * mostCodes);
    this.previousGrid = host.buffer(scope, ElementType.INT64, 2);
    this.grid = host.buffer(scope, ElementType.INT64, 2);
    this.scale = host.buffer(scope, ElementType.INT64, 1);
    this.scaleCount = host.buffer(scope, ElementType.INT64, 1);
  }

  /**
   * Writes the inputs of a block.
   *
   * @param entered the block that is entered, 2..{@link ScaleSchedule#lastBlock}
   * @param previous codes of the scale before, one entry per request; unconditional rows, which
   *     follow the conditional ones, are fed the same
   */
  public void write(
      ScaleSchedule schedule, int entered, List<ScaleCodes> previous, TransformerRows to) {
    Grid before = schedule.grid(entered - 1);
    Grid now = schedule.blockGrid(entered);
    writeGrid(previousGrid, before);
    writeGrid(grid, now);
    scale.write(0, (long) (entered > schedule.level() ? NO_SCALE : entered));
    scaleCount.write(0, (long) schedule.level());
    for (int row = 0; row < rows; row++) {
      int[] of = previous.get(row % previous.size()).toArray();
      codes.write((long) row * of.length, Arrays.stream(of).asLongStream().toArray());
    }
    try (NativeScope tensors = new NativeScope()) {
      binding
          .input("codes", codes.tensor(tensors, rows, before.size()))
          .input("previous_grid", previousGrid.tensor(tensors, 2))
          .input("grid", grid.tensor(tensors, 2))
          .input("scale", scale.tensor(tensors, 1))
          .input("scale_count", scaleCount.tensor(tensors, 1))
          .output("inputs_embeds", to.inputs(tensors, rows, now.size()))
          .run(control);
    }
  }

  private static void writeGrid(Buffer buffer, Grid grid) {
    buffer.write(0, (long) grid.height(), (long) grid.width());
  }
}
