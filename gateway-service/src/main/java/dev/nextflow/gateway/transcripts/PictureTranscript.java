package dev.nextflow.gateway.transcripts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.gateway.DrawnJob;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.SamplingView;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The codes of a job's pictures. With the bundle of this digest, everything but the codes makes the
 * same codes again.
 *
 * @param model name of the bundle
 * @param digest names every byte of the bundle
 * @param promptIds the prompt's sequence; once pictures are drawn, with the thought that they
 *     follow
 * @param unconditionalIds what guidance leads away from
 * @param pictures what was shown among the prompt's ids; left out where nothing was
 * @param unconditionalPictures where the same pictures stand in the unconditional sequence: the
 *     indexes of their {@code <boi>}
 * @param thoughtIds what was thought before, with the token that ended it; left out where nothing
 *     was
 * @param givenScales how many scales were not drawn by this job, but given to it
 * @param scales how many scales every picture has so far
 */
@JsonNaming(SnakeCaseStrategy.class)
record PictureTranscript(
    String object,
    String job,
    Kind kind,
    String state,
    String model,
    String digest,
    long seed,
    SamplingView sampling,
    Schedule schedule,
    int[] promptIds,
    int[] unconditionalIds,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ShownPicture> pictures,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) int[] unconditionalPictures,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> thoughtIds,
    int givenScales,
    int scales,
    List<Picture> images)
    implements Transcript {

  /**
   * The grids of a whole picture.
   *
   * @param grids of every scale, first scale first
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Schedule(Grid fullGrid, int level, List<Grid> grids) {

    static Schedule of(ScaleSchedule schedule) {
      return new Schedule(schedule.fullGrid(), schedule.level(), schedule.grids());
    }
  }

  /**
   * One picture; its noise is that of (seed, index).
   *
   * @param sha256 over the codes of all scales, each as two bytes, the lower first; in hex
   * @param codes of every scale, the same bytes in base64, row by row
   */
  record Picture(int index, String sha256, List<ScaleCodes> codes) {

    static Picture of(int index, List<ScaleCodes> codes) {
      return new Picture(index, CodesHash.of(codes), codes);
    }
  }

  static PictureTranscript of(DrawnJob source) {
    GenerationWork work = source.drawn().count() > 0 ? source.settled() : source.work();
    return new PictureTranscript(
        OBJECT,
        source.job().id().value(),
        Kind.GENERATION,
        source.job().state().wireName(),
        source.requested().model(),
        work.digest(),
        work.seed(),
        SamplingView.of(work.sampling()),
        Schedule.of(work.schedule()),
        work.conditionalIds(),
        work.unconditionalIds(),
        work.pictures().stream().map(ShownPicture::of).toList(),
        work.unconditionalPlaces(),
        source.thought().ids(),
        work.given().size(),
        source.scales(),
        IntStream.range(0, work.images())
            .mapToObj(image -> Picture.of(image, source.drawn().ofImage(image)))
            .toList());
  }
}
