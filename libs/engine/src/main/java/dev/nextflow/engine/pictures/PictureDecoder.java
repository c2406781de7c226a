package dev.nextflow.engine.pictures;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.Binding;
import dev.nextflow.engine.runtime.Buffer;
import dev.nextflow.engine.runtime.ElementType;
import dev.nextflow.engine.runtime.HostMemory;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.runtime.TensorMemory;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Arrays;
import java.util.List;

/**
 * Codes to pixels: the features of every scale, enlarged to the final grid, are added up and
 * decoded once. A draft simply adds fewer.
 */
final class PictureDecoder {

  static final String ACCUMULATOR_GRAPH = "code_accumulator";
  static final String DECODER_GRAPH = "image_decoder";

  private final OpenGraphs graphs;
  private final int codeDim;

  PictureDecoder(OpenGraphs graphs, int codeDim) {
    this.graphs = graphs;
    this.codeDim = codeDim;
  }

  byte[] decode(ScaleSchedule schedule, List<ScaleCodes> firstScales) {
    try (NativeScope scope = new NativeScope()) {
      RunControl control = new RunControl(scope);
      Buffer features = accumulated(scope, control, schedule, firstScales);
      int height = schedule.heightPx();
      int width = schedule.widthPx();
      long bytes = 3L * height * width;
      Buffer pixels = HostMemory.INSTANCE.buffer(scope, ElementType.UINT8, bytes);
      graphs
          .get(DECODER_GRAPH)
          .bind(scope)
          .input("features", features.tensor(scope, featureShape(schedule)))
          .output("pixels", pixels.tensor(scope, 1, height, width, 3))
          .run(control);
      return pixels.elements().toArray(JAVA_BYTE);
    }
  }

  private Buffer accumulated(
      NativeScope scope, RunControl control, ScaleSchedule schedule, List<ScaleCodes> firstScales) {
    HostMemory host = HostMemory.INSTANCE;
    TensorMemory device = graphs.get(ACCUMULATOR_GRAPH).memory();
    int places = schedule.finalGrid().size();
    long elements = (long) codeDim * places;
    int mostCodes = schedule.grids().stream().mapToInt(Grid::size).max().orElseThrow();
    long[] shape = featureShape(schedule);
    Buffer codes = host.buffer(scope, ElementType.INT64, mostCodes);
    Buffer gridSides = host.buffer(scope, ElementType.INT64, 2);
    Buffer features = host.buffer(scope, ElementType.FLOAT32, elements); // zeros
    Buffer updated = device.buffer(scope, ElementType.FLOAT32, elements);
    Buffer spare = device.buffer(scope, ElementType.FLOAT32, elements);
    Binding accumulator = graphs.get(ACCUMULATOR_GRAPH).bind(scope);
    for (int scale = 1; scale <= firstScales.size(); scale++) {
      Grid grid = schedule.grid(scale);
      gridSides.write(0, (long) grid.height(), (long) grid.width());
      int[] drawn = firstScales.get(scale - 1).toArray();
      codes.write(0, Arrays.stream(drawn).asLongStream().toArray());
      accumulator
          .input("features", features.tensor(scope, shape))
          .input("codes", codes.tensor(scope, 1, grid.size()))
          .input("grid", gridSides.tensor(scope, 2))
          .output("updated_features", updated.tensor(scope, shape))
          .run(control);
      features = updated;
      updated = spare;
      spare = features;
    }
    return features;
  }

  private long[] featureShape(ScaleSchedule schedule) {
    Grid grid = schedule.finalGrid();
    return new long[] {1, codeDim, grid.height(), grid.width()};
  }
}
