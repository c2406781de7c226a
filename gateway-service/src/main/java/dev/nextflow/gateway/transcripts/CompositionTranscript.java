package dev.nextflow.gateway.transcripts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.SamplingView;
import dev.nextflow.gateway.transcripts.PictureTranscript.Picture;
import dev.nextflow.gateway.transcripts.PictureTranscript.Schedule;
import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.ComposedAnswer;
import dev.nextflow.sequences.CompositionWork;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens of an answer of text and pictures.
 *
 * @param sampling how text is drawn
 * @param drawing how codes are drawn
 * @param promptIds text ids of the sequence that was to be continued
 * @param unconditionalIds what guidance leads away from
 * @param pictures what was shown in the sequence; left out where nothing was
 * @param unconditionalPictures where the same pictures stand in the unconditional sequence: the
 *     indexes of their {@code <boi>}, -1 of one that does not stand there
 * @param answerIds what was chosen so far; one opens each picture, and one ends the message
 * @param images what was drawn, in the order in which the answer opens them
 */
@JsonNaming(SnakeCaseStrategy.class)
record CompositionTranscript(
    String object,
    String job,
    Kind kind,
    String state,
    String model,
    String digest,
    long seed,
    TextTranscript.Sampling sampling,
    SamplingView drawing,
    Schedule schedule,
    int[] promptIds,
    int[] unconditionalIds,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ShownPicture> pictures,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) int[] unconditionalPictures,
    List<Integer> answerIds,
    List<Picture> images)
    implements Transcript {

  private static final JsonMapper JSON = JsonMapper.shared();

  static CompositionTranscript of(Job job, String model, Map<String, String> checkpoint) {
    CompositionWork work = JSON.readValue(job.work(), CompositionWork.class);
    ComposedAnswer answer = ComposedAnswer.of(work, checkpoint);
    return new CompositionTranscript(
        OBJECT,
        job.id().value(),
        Kind.COMPOSITION,
        job.state().wireName(),
        model,
        work.digest(),
        work.seed(),
        new TextTranscript.Sampling(work.temperature(), work.topP()),
        SamplingView.of(work.drawing()),
        Schedule.of(work.schedule()),
        work.ids(),
        work.unguidedIds(),
        work.pictures().stream().map(ShownPicture::of).toList(),
        work.unguidedPlaces(),
        answer.ids(),
        IntStream.range(0, answer.pictures().size())
            .mapToObj(image -> Picture.of(image, answer.pictures().get(image)))
            .toList());
  }
}
