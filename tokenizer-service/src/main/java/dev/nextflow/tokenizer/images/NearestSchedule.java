package dev.nextflow.tokenizer.images;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Comparator;

/**
 * The schedule in which a picture from outside is read: of the rows that a bundle offers the one
 * whose shape is nearest, so that as little as can be is cut off; of its levels the one whose size
 * is nearest, so that a small picture does not cost what a large one does.
 */
final class NearestSchedule {

  /** Below one code a side there is nothing to read. */
  static final int MIN_SIDE_PX = ScaleSchedule.STRIDE;

  /** The longest row of the published table; of a longer picture most would be cut off. */
  static final int MAX_ASPECT = 4;

  private NearestSchedule() {}

  /**
   * @throws dev.nextflow.sequences.problems.ProblemException {@code invalid-picture} where the
   *     picture has no shape that can be read
   */
  static ScaleSchedule of(Bundle bundle, Picture picture) {
    int width = picture.width();
    int height = picture.height();
    if (Math.min(width, height) < MIN_SIDE_PX) {
      throw PictureRule.SMALL.broken();
    }
    if (Math.max(width, height) > MAX_ASPECT * Math.min(width, height)) {
      throw PictureRule.SHAPE.broken();
    }
    Grid row =
        bundle.finalGrids().stream()
            .min(Comparator.comparingDouble(grid -> distance(shape(grid), (double) width / height)))
            .orElseThrow();
    double area = (double) width * height;
    return bundle.levels().stream()
        .map(level -> bundle.schedule(row, level))
        .min(
            Comparator.comparingDouble(
                schedule -> distance((double) schedule.widthPx() * schedule.heightPx(), area)))
        .orElseThrow();
  }

  private static double shape(Grid grid) {
    return (double) grid.width() / grid.height();
  }

  /** Twice as much is as far away as half as much. */
  private static double distance(double a, double b) {
    return Math.abs(Math.log(a / b));
  }
}
