package dev.nextflow.gateway.renderings;

import dev.nextflow.gateway.DrawnPictures;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a picture's bytes depend on, as the tokenizer-service takes it.
 *
 * @param digest of the bundle whose codes these are
 * @param fullGrid row of the schedule table
 * @param level scales of the whole picture
 * @param codes of the first scales
 * @param format such as {@code png}
 * @param width in pixels; null for the schedule's own
 * @param quality of JPEG and WebP, 1..100; null for the service's own
 */
record Rendering(
    String digest,
    Grid fullGrid,
    int level,
    List<ScaleCodes> codes,
    String format,
    @Nullable Integer width,
    @Nullable Integer quality) {

  /**
   * Of a job's picture.
   *
   * @param index which of them
   * @throws ProblemException if it is not drawn that far
   */
  static Rendering of(DrawnPictures source, int index, PictureQuery query) {
    List<ScaleCodes> drawn = source.picture(index);
    if (drawn.size() < query.scale()) {
      throw ProblemException.of(
          source.job().state().terminal() ? ProblemType.JOB_FINISHED : ProblemType.NOT_DRAWN_YET);
    }
    return new Rendering(
        source.digest(),
        source.schedule().fullGrid(),
        source.schedule().level(),
        drawn.subList(0, query.scale()),
        query.format().wireName(),
        query.width(),
        query.quality());
  }
}
