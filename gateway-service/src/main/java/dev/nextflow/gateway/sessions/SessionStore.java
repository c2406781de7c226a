package dev.nextflow.gateway.sessions;

import dev.nextflow.jobs.Labels;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where sessions are kept. Every change is atomic, and survives any crash once it is answered. A
 * session of another tenant is as none. Calls end with {@link dev.nextflow.jobs.QueueUnavailable}
 * where no answer comes in time.
 */
public interface SessionStore {

  /**
   * A session that is about to be opened.
   *
   * @param turns that it begins with, from 1 on, all of them ended
   */
  record NewSession(
      String tenant,
      SessionId id,
      String model,
      String digest,
      Labels labels,
      Duration ttl,
      List<Turn> turns) {}

  /** What came of a change to a place. */
  enum Change {
    /** It is as it was wanted. */
    DONE,
    /** The place is somebody else's, or was given up. */
    LOST,
    /** There is no such session. */
    UNKNOWN
  }

  /**
   * A place in the list of sessions: after the one of this time and id.
   *
   * @param createdAtMs epoch milliseconds
   */
  record Place(long createdAtMs, String id) {}

  /**
   * Some sessions, newest first, without their turns.
   *
   * @param next after which place more may follow; null where none do
   */
  record Page(List<Session> sessions, @Nullable Place next) {}

  /** Opens it; false where the tenant has as many as it may. */
  Mono<Boolean> open(NewSession session, int most);

  Mono<Session> find(String tenant, SessionId id);

  Mono<Page> list(String tenant, @Nullable Place after, int limit);

  /** Takes the place behind the last turn. {@link Change#LOST} where it isn't that one any more. */
  Mono<Change> take(Session session, Session.Open place);

  /** Notes the job of a place that was taken: from now on it is a turn. */
  Mono<Change> note(Session session, String token, Turn turn);

  /** Gives a place back that has no job. */
  Mono<Void> giveUp(Session session, String token);

  /** Keeps how the open turn ended; the first end that is kept stays. */
  Mono<Void> end(Session session, Turn turn);

  /** Forgets it; false where there was none. */
  Mono<Boolean> delete(String tenant, SessionId id);

  /** Hands out sessions with an open place that nobody looks at, for as long as the lease. */
  Flux<Session> unsettled(int most, Duration lease);
}
