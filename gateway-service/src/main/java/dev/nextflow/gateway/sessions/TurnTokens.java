package dev.nextflow.gateway.sessions;

import dev.nextflow.gateway.DrawnJob;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Requested;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobState;
import dev.nextflow.sequences.ComposedAnswer;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.UnderstandingWork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes a turn's tokens from its job: what was asked out of its work, which says what a worker
 * reads, and the answer out of what workers have stored. Nothing is made into tokens again. Pure.
 */
final class TurnTokens {

  /** Field of the checkpoint: JSON array of all ids so far. */
  private static final String IDS = "text:ids";

  private static final JsonMapper JSON = JsonMapper.shared();

  private TurnTokens() {}

  /** The turn that the job is. */
  static Turn asked(Session session, int number, Job job) {
    Requested requested = Requested.parse(job.view());
    MixedSequence read = read(requested.kind(), job);
    int[] ids = read.ids();
    return new Turn(
        number,
        requested.kind(),
        job.id().value(),
        ShownMessages.of(requested.request()),
        Arrays.copyOfRange(ids, Math.min(session.ids().length, ids.length), ids.length),
        read.pictures().stream().skip(session.pictures().size()).toList());
  }

  /** What the answer follows. Of a thought nothing: later turns are taught without. */
  private static MixedSequence read(Kind kind, Job job) {
    return switch (kind) {
      case GENERATION ->
          JSON.readValue(job.work(), GenerationWork.class).withoutThought().conditional();
      case UNDERSTANDING -> JSON.readValue(job.work(), UnderstandingWork.class).sequence();
      case COMPOSITION -> JSON.readValue(job.work(), CompositionWork.class).sequence();
    };
  }

  /** The turn with what came of it, once its job has ended. */
  static Turn ended(Session session, Turn turn, Job job, Map<String, String> checkpoint) {
    String state = job.state().wireName();
    if (job.state() != JobState.SUCCEEDED && job.state() != JobState.PARTIALLY_SUCCEEDED) {
      return turn.ended(state);
    }
    return switch (turn.kind()) {
      case GENERATION -> drawn(session, turn, job, checkpoint);
      case UNDERSTANDING -> written(turn, job, checkpoint);
      case COMPOSITION -> composed(session, turn, job, checkpoint);
    };
  }

  private static Turn written(Turn turn, Job job, Map<String, String> checkpoint) {
    int[] text = JSON.treeToValue(JSON.readTree(job.result()).path("ids"), int[].class);
    int[] all = JSON.readValue(checkpoint.getOrDefault(IDS, "[]"), int[].class);
    // With the token that ended the message, where one did: what is read is what was written.
    int[] ids = all.length > text.length ? all : text;
    return ids.length == 0
        ? turn.ended(job.state().wireName())
        : turn.answered(job.state().wireName(), ids, text.length, List.of());
  }

  private static Turn drawn(Session session, Turn turn, Job job, Map<String, String> checkpoint) {
    DrawnJob drawn = DrawnJob.of(job, checkpoint).orElseThrow();
    if (drawn.scales() < drawn.work().schedule().level()) {
      return turn.ended(job.state().wireName());
    }
    // What was asked ends in the picture's <boi>.
    int boi = session.answerBegins(turn) - 1;
    GivenPicture picture = new GivenPicture(boi, drawn.work().schedule(), drawn.drawn().ofImage(0));
    return turn.answered(job.state().wireName(), new int[0], 0, List.of(picture));
  }

  /** Up to where it is whole: a picture that was opened and cut off stands in no part. */
  private static Turn composed(
      Session session, Turn turn, Job job, Map<String, String> checkpoint) {
    CompositionWork work = JSON.readValue(job.work(), CompositionWork.class);
    ComposedAnswer answer = ComposedAnswer.of(work, checkpoint);
    JsonNode result = JSON.readTree(job.result());
    if (!result.has("ids")) {
      return turn.ended(job.state().wireName()); // Of a worker that did not know of sessions yet.
    }
    int[] ids = JSON.treeToValue(result.get("ids"), int[].class);
    List<GivenPicture> drawn = new ArrayList<>();
    int words = 0;
    for (JsonNode part : result.path("parts")) {
      if (part.has("index")) {
        int boi = session.answerBegins(turn) + words;
        List<ScaleCodes> codes = answer.pictures().get(part.get("index").intValue());
        drawn.add(new GivenPicture(boi, work.schedule(), codes));
        words += 2; // <boi> and <eoi>
      } else {
        words += part.get("ids").size();
      }
    }
    return ids.length == 0
        ? turn.ended(job.state().wireName())
        : turn.answered(job.state().wireName(), ids, words, drawn);
  }
}
