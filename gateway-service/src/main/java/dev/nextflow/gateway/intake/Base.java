package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.SessionPlace;
import dev.nextflow.gateway.Sessions;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.ScaleSchedule;
import dev.nextflow.sequences.problems.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request goes on from: the turns of a session, or nothing. Their tokens are taken as they
 * are: no text of them is cut, and no picture is encoded, a second time.
 *
 * @param place null: nothing
 */
record Base(@Nullable SessionPlace place) {

  static final Base NOTHING = new Base(null);

  /** Text ids of the turns; null where there is no session. */
  int @Nullable [] ids() {
    return place == null ? null : place.ids();
  }

  /**
   * Notes what the session has no room for, and what is its own to say.
   *
   * @param model that the request names, or null
   * @param more pictures that the turn adds
   * @param most pictures that a worker reads: those of the turns before count as any other
   */
  void check(@Nullable String model, int more, int most) {
    if (place == null) {
      return;
    }
    Rules rules = new Rules();
    rules.require(
        model == null || model.equals(place.model()),
        "model",
        "must be left out, or be that of the session: " + place.model());
    rules.require(
        place.pictures().size() + more <= most,
        Sessions.FIELD,
        "must have at most " + most + " pictures with those of this turn");
    rules.enforce();
  }

  /** Notes a thought behind other turns: models are taught to think first of all, or not at all. */
  void checkThinking(boolean thinks) {
    Rules rules = new Rules();
    rules.require(
        place == null || place.ids().length == 0 || !thinks,
        "thinking",
        "must be off behind an answered turn of the session");
    rules.enforce();
  }

  /** How large the session's newest picture is; null where it has none. */
  @Nullable ScaleSchedule lastSchedule() {
    return place == null || place.pictures().isEmpty()
        ? null
        : place.pictures().getLast().schedule();
  }

  /**
   * Notes what can't be drawn as a turn: the conversation goes on from one picture, and codes are
   * read in the size that they were made in.
   *
   * @param n how many pictures beside each other, or null
   * @param wanted how large; null where pictures that are shown say it, and there are no others
   */
  void checkDrawing(@Nullable Long n, @Nullable ScaleSchedule wanted) {
    if (place == null) {
      return;
    }
    Rules rules = new Rules();
    rules.require(n == null || n == 1, "n", "must be 1 in a session");
    rules.require(
        wanted == null
            || place.pictures().stream().allMatch(given -> given.schedule().equals(wanted)),
        Sessions.FIELD,
        "must have pictures of the size that is to be drawn alone");
    rules.enforce();
  }

  /** The pictures of the turns, and then these. */
  List<ReadPicture> and(List<ReadPicture> read) {
    if (place == null) {
      return read;
    }
    List<ReadPicture> all = new ArrayList<>();
    place
        .pictures()
        .forEach(
            given -> all.add(new ReadPicture(place.digest(), given.schedule(), given.codes())));
    all.addAll(read);
    return all;
  }

  /** The problem in the words of the request: what is too long is the session. */
  ProblemException inWordsOfTheRequest(ProblemException refused) {
    return refused.problem().errors().stream()
        .filter(error -> error.field().equals(TokenizerClient.BEFORE))
        .findFirst()
        .map(error -> ProblemException.invalid(Sessions.FIELD, error.rule()))
        .orElse(refused);
  }

  /** The order as the session's next turn, where there is one. */
  WorkOrder as(WorkOrder order) {
    if (place == null) {
      return order;
    }
    Requested requested = Requested.parse(order.view());
    if (requested.request() instanceof ObjectNode shown) {
      shown.put(Sessions.FIELD, place.turn().session());
    }
    return order.as(place.turn(), requested.toJson());
  }
}
