package dev.nextflow.gateway.transcripts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nextflow.gateway.Kind;
import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.UnderstandingWork;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens of an answer.
 *
 * @param promptIds text ids of the sequence that was to be continued
 * @param pictures what was shown in it; left out where nothing was
 * @param answerIds what was written so far; with the token that ends the message, where it came,
 *     and those of a text that ended the answer
 */
@JsonNaming(SnakeCaseStrategy.class)
record TextTranscript(
    String object,
    String job,
    Kind kind,
    String state,
    String model,
    String digest,
    long seed,
    Sampling sampling,
    int[] promptIds,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ShownPicture> pictures,
    int[] answerIds)
    implements Transcript {

  /** Field of the checkpoint: JSON array of all ids so far. */
  private static final String IDS = "text:ids";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** How tokens are drawn; temperature 0 takes the likeliest. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Sampling(double temperature, double topP) {}

  static TextTranscript of(Job job, String model, Map<String, String> checkpoint) {
    UnderstandingWork work = JSON.readValue(job.work(), UnderstandingWork.class);
    return new TextTranscript(
        OBJECT,
        job.id().value(),
        Kind.UNDERSTANDING,
        job.state().wireName(),
        model,
        work.digest(),
        work.seed(),
        new Sampling(work.temperature(), work.topP()),
        work.ids(),
        work.pictures().stream().map(ShownPicture::of).toList(),
        JSON.readValue(checkpoint.getOrDefault(IDS, "[]"), int[].class));
  }
}
