package dev.nextflow.gateway.sessions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A session as the API shows it.
 *
 * @param digest of the bundle that its turns are the tokens of
 * @param ttl seconds that it is kept after its last turn
 * @param expiresAt when it is forgotten unless something comes before; null while a turn is
 *     unfinished
 * @param turnCount how many turns it has
 * @param turns in their order; null in a list
 */
@JsonNaming(SnakeCaseStrategy.class)
record SessionView(
    String id,
    String object,
    String model,
    String digest,
    Map<String, String> labels,
    long ttl,
    Instant createdAt,
    @Nullable Instant expiresAt,
    int turnCount,
    @Nullable List<TurnView> turns,
    Links links) {

  /**
   * One turn.
   *
   * @param turn 1-based
   * @param kind of its job
   * @param job its id; it may be forgotten since
   * @param state that of its job, also when that is forgotten; {@code gone} where it was forgotten
   *     before its answer was kept
   * @param answered whether it is a part of what follows
   * @param messages what was asked, and the answer where there is one
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record TurnView(
      int turn, String kind, String job, String state, boolean answered, JsonNode messages) {}

  /** Where to go from here. */
  record Links(String self, String branches) {}

  /** A page of sessions. */
  @JsonNaming(SnakeCaseStrategy.class)
  record ListView(String object, List<SessionView> sessions, @Nullable String nextCursor) {}

  static SessionView of(Session session, @Nullable List<TurnView> turns) {
    String self = "/v1/sessions/" + session.id();
    return new SessionView(
        session.id().value(),
        "session",
        session.model(),
        session.digest(),
        session.labels().values(),
        session.ttl().toSeconds(),
        Instant.ofEpochMilli(session.createdAtMs()),
        session.open() == null
            ? Instant.ofEpochMilli(session.changedAtMs()).plus(session.ttl())
            : null,
        session.turnCount(),
        turns,
        new Links(self, self + "/branches"));
  }
}
