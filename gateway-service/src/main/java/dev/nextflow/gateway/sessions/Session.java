package dev.nextflow.gateway.sessions;

import dev.nextflow.jobs.Labels;
import dev.nextflow.sequences.GivenPicture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A session as it stands; times are Redis's clock in epoch milliseconds.
 *
 * @param model name of its model
 * @param digest of the bundle whose tokens its turns are
 * @param changedAtMs when a turn was last taken or ended; at first when it was opened
 * @param ttl how long it is kept after that, while no turn is unfinished
 * @param turnCount how many turns there are, the open one included once it has a job
 * @param turns in their order; empty where only the head was read
 * @param open the place that is taken, until its turn has ended; null: none is
 * @param readAtMs when all this was so
 */
public record Session(
    String tenant,
    SessionId id,
    String model,
    String digest,
    Labels labels,
    Duration ttl,
    long createdAtMs,
    long changedAtMs,
    int turnCount,
    List<Turn> turns,
    @Nullable Open open,
    long readAtMs) {

  /** Most turns, those without an answer included: each is read with the session. */
  static final int MAX_TURNS = 256;

  public Session {
    turns = List.copyOf(turns);
  }

  /**
   * A place that was taken.
   *
   * @param number of its turn
   * @param token names who took it
   * @param key under which its job is submitted
   * @param bodyHash what the key stands for
   * @param takenAtMs when
   * @param job null until it is known to be stored
   */
  public record Open(
      int number,
      String token,
      String key,
      String bodyHash,
      long takenAtMs,
      @Nullable String job) {}

  /** Turns that are a part of what follows. */
  List<Turn> answered() {
    return turns.stream().filter(Turn::answered).toList();
  }

  /** Text ids of the turns that were answered. */
  int[] ids() {
    return answered().stream()
        .flatMapToInt(
            turn -> IntStream.concat(IntStream.of(turn.asked()), IntStream.of(turn.answer())))
        .toArray();
  }

  /** Where a turn's answer begins among them: how many ids come before it. */
  int answerBegins(Turn turn) {
    return turn.asked().length
        + answered().stream()
            .filter(before -> before.number() < turn.number())
            .mapToInt(before -> before.asked().length + before.answer().length)
            .sum();
  }

  /** What stands between the ids. */
  List<GivenPicture> pictures() {
    return answered().stream().flatMap(turn -> turn.pictures().stream()).toList();
  }

  Optional<Turn> turn(int number) {
    return turns.stream().filter(turn -> turn.number() == number).findFirst();
  }
}
