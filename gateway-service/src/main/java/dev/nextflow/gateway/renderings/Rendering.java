package dev.nextflow.gateway.renderings;

import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.GenerationWork;
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
   * @param drawn what there is of it
   * @throws ProblemException if it is not drawn that far
   */
  static Rendering of(Job job, GenerationWork work, List<ScaleCodes> drawn, PictureQuery query) {
    if (drawn.size() < query.scale()) {
      throw ProblemException.of(
          job.state().terminal() ? ProblemType.JOB_FINISHED : ProblemType.NOT_DRAWN_YET);
    }
    return new Rendering(
        work.digest(),
        work.schedule().fullGrid(),
        work.schedule().level(),
        drawn.subList(0, query.scale()),
        query.format().wireName(),
        query.width(),
        query.quality());
  }
}
