package dev.nextflow.gateway;

import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.ComposedAnswer;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pictures of a job, of whatever kind, as far as they are drawn.
 *
 * @param digest of the bundle that draws them
 * @param schedule of every picture
 * @param most how many pictures the job can have
 * @param pictures scales of each, scale 1 first; of an answer only those that are begun
 */
public record DrawnPictures(
    Job job, String digest, ScaleSchedule schedule, int most, List<List<ScaleCodes>> pictures) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * Reads what the queue keeps.
   *
   * @return empty where the job makes no pictures
   */
  public static Optional<DrawnPictures> of(Job job, Map<String, String> checkpoint) {
    return switch (Requested.parse(job.view()).kind()) {
      case GENERATION -> DrawnJob.of(job, checkpoint).map(DrawnPictures::of);
      case COMPOSITION -> Optional.of(ofAnswer(job, checkpoint));
      case UNDERSTANDING -> Optional.empty();
    };
  }

  private static DrawnPictures of(DrawnJob source) {
    return new DrawnPictures(
        source.job(),
        source.work().digest(),
        source.work().schedule(),
        source.work().images(),
        source.drawn().ofImages());
  }

  private static DrawnPictures ofAnswer(Job job, Map<String, String> checkpoint) {
    CompositionWork work = JSON.readValue(job.work(), CompositionWork.class);
    return new DrawnPictures(
        job,
        work.digest(),
        work.schedule(),
        work.maxPictures(),
        ComposedAnswer.of(work, checkpoint).pictures());
  }

  /** The scales of one picture; none where it is not begun. */
  public List<ScaleCodes> picture(int index) {
    return index < pictures.size() ? pictures.get(index) : List.of();
  }
}
