package dev.nextflow.engine.pictures;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;

/**
 * Turns codes into pixels and pixels into codes. Any thread may call; each call allocates for
 * itself.
 */
public final class PictureEngine implements AutoCloseable {

  private final Bundle bundle;
  private final OpenGraphs graphs;

  private PictureEngine(Bundle bundle, OpenGraphs graphs) {
    this.bundle = bundle;
    this.graphs = graphs;
  }

  /**
   * Opens the graphs of the visual tokenizer.
   *
   * @throws dev.nextflow.engine.EngineException if a graph or the provider cannot be opened
   */
  public static PictureEngine open(Bundle bundle, EngineOptions options) {
    List<String> names =
        List.of(
            PictureDecoder.ACCUMULATOR_GRAPH,
            PictureDecoder.DECODER_GRAPH,
            PictureEncoder.ENCODER_GRAPH,
            PictureEncoder.QUANTIZER_GRAPH);
    return new PictureEngine(bundle, OpenGraphs.open(bundle, options, names));
  }

  /**
   * Pixels of a picture, or of its draft when only the first scales are given.
   *
   * @param firstScales scale 1 first, at least one, at most all
   * @return RGB, row-major [heightPx, widthPx, 3]
   * @throws IllegalArgumentException if the codes do not fit the schedule or the bundle
   */
  public byte[] decode(ScaleSchedule schedule, List<ScaleCodes> firstScales) {
    CodeChecks.check(schedule, firstScales, bundle.model().visualVocabSize());
    OpenGraphs retained = graphs.retain();
    try {
      return new PictureDecoder(retained, bundle.model().codeDim()).decode(schedule, firstScales);
    } finally {
      retained.release();
    }
  }

  /**
   * Codes of a picture, scale 1 first.
   *
   * @param rgb row-major [heightPx, widthPx, 3] of the schedule
   * @throws IllegalArgumentException if there are more or fewer bytes than the schedule has pixels
   */
  public List<ScaleCodes> encode(byte[] rgb, ScaleSchedule schedule) {
    int expected = 3 * schedule.heightPx() * schedule.widthPx();
    if (rgb.length != expected) {
      throw new IllegalArgumentException("need " + expected + " bytes, not " + rgb.length);
    }
    OpenGraphs retained = graphs.retain();
    try {
      return new PictureEncoder(retained, bundle.model()).encode(rgb, schedule);
    } finally {
      retained.release();
    }
  }

  /** Lets go of the graphs once the calls under way have ended. */
  @Override
  public void close() {
    graphs.close();
  }
}
