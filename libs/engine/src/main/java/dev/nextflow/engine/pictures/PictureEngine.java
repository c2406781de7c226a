package dev.nextflow.engine.pictures;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;

/**
 * Turns codes into pixels and pixels into codes. Any thread may call; each call allocates for
 * itself.
 */
public final class PictureEngine implements AutoCloseable {

  private PictureEngine() {}

  /**
   * Opens the graphs of the visual tokenizer.
   *
   * @throws dev.nextflow.engine.EngineException if a graph or the provider cannot be opened
   */
  public static PictureEngine open(Bundle bundle, EngineOptions options) {
    throw new UnsupportedOperationException();
  }

  /**
   * Pixels of a picture, or of its draft when only the first scales are given.
   *
   * @param firstScales scale 1 first, at least one, at most all
   * @return RGB, row-major [heightPx, widthPx, 3]
   * @throws IllegalArgumentException if the codes do not fit the schedule or the bundle
   */
  public byte[] decode(ScaleSchedule schedule, List<ScaleCodes> firstScales) {
    throw new UnsupportedOperationException();
  }

  /**
   * Codes of a picture, scale 1 first.
   *
   * @param rgb row-major [heightPx, widthPx, 3] of the schedule
   * @throws IllegalArgumentException if there are more or fewer bytes than the schedule has pixels
   */
  public List<ScaleCodes> encode(byte[] rgb, ScaleSchedule schedule) {
    throw new UnsupportedOperationException();
  }

  /** Lets go of the graphs once the calls under way have ended. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
