package dev.nextflow.engine.pictures;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.bundle.ModelConfig;
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
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pixels to codes: the picture's features are quantised at the coarsest grid, what that explains is
 * taken away, and the rest goes to the next grid.
 */
final class PictureEncoder {

  static final String ENCODER_GRAPH = "image_encoder";
  static final String QUANTIZER_GRAPH = "code_quantizer";

  private final OpenGraphs graphs;
  private final ModelConfig model;

  PictureEncoder(OpenGraphs graphs, ModelConfig model) {
    this.graphs = graphs;
    this.model = model;
  }

  List<ScaleCodes> encode(byte[] rgb, ScaleSchedule schedule) {
    try (NativeScope scope = new NativeScope()) {
      RunControl control = new RunControl(scope);
      Grid full = schedule.finalGrid();
      TensorMemory device = graphs.get(ENCODER_GRAPH).memory();
      long[] shape = {1, model.codeDim(), full.height(), full.width()};
      long elements = (long) model.codeDim() * full.size();
      Buffer pixels = HostMemory.INSTANCE.buffer(scope, ElementType.UINT8, rgb.length);
      pixels.elements().copyFrom(MemorySegment.ofArray(rgb));
      Buffer residual = device.buffer(scope, ElementType.FLOAT32, elements);
      graphs
          .get(ENCODER_GRAPH)
          .bind(scope)
          .input("pixels", pixels.tensor(scope, 1, schedule.heightPx(), schedule.widthPx(), 3))
          .output("residual", residual.tensor(scope, shape))
          .run(control);
      Buffer spare = device.buffer(scope, ElementType.FLOAT32, elements);
      return quantised(scope, control, schedule, shape, residual, spare);
    }
  }

  private List<ScaleCodes> quantised(
      NativeScope scope,
      RunControl control,
      ScaleSchedule schedule,
      long[] shape,
      Buffer first,
      Buffer second) {
    HostMemory host = HostMemory.INSTANCE;
    int mostCodes = schedule.grids().stream().mapToInt(Grid::size).max().orElseThrow();
    Buffer codes = host.buffer(scope, ElementType.INT64, mostCodes);
    Buffer gridSides = host.buffer(scope, ElementType.INT64, 2);
    Binding quantizer = graphs.get(QUANTIZER_GRAPH).bind(scope);
    Buffer residual = first;
    Buffer updated = second;
    List<ScaleCodes> scales = new ArrayList<>();
    for (Grid grid : schedule.grids()) {
      gridSides.write(0, (long) grid.height(), (long) grid.width());
      quantizer
          .input("residual", residual.tensor(scope, shape))
          .input("grid", gridSides.tensor(scope, 2))
          .output("codes", codes.tensor(scope, 1, grid.size()))
          .output("updated_residual", updated.tensor(scope, shape))
          .run(control);
      scales.add(read(codes, grid.size()));
      Buffer done = residual;
      residual = updated;
      updated = done;
    }
    return List.copyOf(scales);
  }

  private ScaleCodes read(Buffer codes, int size) {
    long[] written = codes.longs(0, size);
    for (long code : written) {
      if (code < 0 || code >= model.visualVocabSize()) {
        throw new EngineException("BAD_CODE", "the quantizer wrote " + code);
      }
    }
    return ScaleCodes.of(Arrays.stream(written).mapToInt(code -> (int) code).toArray());
  }
}
