package dev.nextflow.gateway.sessions;

import dev.nextflow.gateway.Kind;
import dev.nextflow.sequences.GivenPicture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What was asked, and what came of it: the session's own copy, which outlives the job. Places of
 * pictures count from the session's first id.
 *
 * @param number 1-based
 * @param kind of the job
 * @param job its id; it may be forgotten since
 * @param messages what was asked, as the session shows it
 * @param asked text ids from the end of the turns before to where the answer begins
 * @param given pictures among them
 * @param end the state that the job ended in, or {@link #GONE}; null until it has
 * @param answer text ids of the answer; empty unless there is one
 * @param words how many ids of the answer are shown: all but the one that ended the message
 * @param drawn pictures of the answer; in one of text and pictures, {@code <boi>} and {@code <eoi>}
 *     of each are among its ids; that of a drawing has its {@code <boi>} at the end of what was
 *     asked
 */
public record Turn(
    int number,
    Kind kind,
    String job,
    JsonNode messages,
    int[] asked,
    List<GivenPicture> given,
    @Nullable String end,
    int[] answer,
    int words,
    List<GivenPicture> drawn) {

  /** The end of a turn whose job was forgotten before its answer was seen. */
  static final String GONE = "gone";

  public Turn {
    given = List.copyOf(given);
    drawn = List.copyOf(drawn);
  }

  /** One that was just asked. */
  Turn(
      int number, Kind kind, String job, JsonNode messages, int[] asked, List<GivenPicture> given) {
    this(number, kind, job, messages, asked, given, null, new int[0], 0, List.of());
  }

  /** Without an answer: it is no part of what follows. */
  Turn ended(String state) {
    return answered(state, new int[0], 0, List.of());
  }

  /** With its answer. */
  Turn answered(String state, int[] ids, int words, List<GivenPicture> pictures) {
    return new Turn(number, kind, job, messages, asked, given, state, ids, words, pictures);
  }

  /** The same in another place of another session. */
  Turn numbered(int other) {
    return new Turn(other, kind, job, messages, asked, given, end, answer, words, drawn);
  }

  /** Whether it has an answer, and so is a part of what follows. */
  boolean answered() {
    return answer.length > 0 || !drawn.isEmpty();
  }

  /** The pictures of both sides, in their order. */
  List<GivenPicture> pictures() {
    List<GivenPicture> all = new ArrayList<>(given);
    all.addAll(drawn);
    return all;
  }
}
