package dev.nextflow.gateway.sessions;

import dev.nextflow.gateway.SessionPlace;
import dev.nextflow.gateway.SessionTurn;
import dev.nextflow.gateway.Sessions;
import dev.nextflow.gateway.sessions.Session.Open;
import dev.nextflow.gateway.sessions.SessionStore.Change;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.Submission;
import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives places in sessions to turns, one at a time. A session and a queue are two slots of Redis,
 * so a turn comes in three steps, and whatever breaks off between them is mended by {@link
 * Settling}:
 *
 * <ol>
 *   <li>take the place, with the key under which the job will be found;
 *   <li>submit the job under that key;
 *   <li>note the job, which makes it a turn.
 * </ol>
 */
@Component
class TurnDesk implements Sessions {

  private final SessionStore store;
  private final Settling settling;
  private final JobQueue queue;

  TurnDesk(SessionStore store, Settling settling, JobQueue queue) {
    this.store = store;
    this.settling = settling;
    this.queue = queue;
  }

  @Override
  public Mono<SessionPlace> next(String tenant, String session) {
    return find(tenant, session)
        .flatMap(settling::settled)
        .switchIfEmpty(Mono.error(TurnDesk::unknown))
        .map(now -> {
          if (now.open() != null) {
            throw unfinished();
          }
          if (now.turnCount() >= Session.MAX_TURNS) {
            throw ProblemException.invalid(
                FIELD, "has " + Session.MAX_TURNS + " turns, and can have no more");
          }
          return new SessionPlace(
              new SessionTurn(now.id().value(), now.turnCount() + 1),
              now.model(),
              now.digest(),
              now.ids(),
              now.pictures());
        });
  }

  @Override
  public Mono<Submission> take(
      String tenant,
      SessionTurn turn,
      @Nullable String key,
      String bodyHash,
      Function<String, Mono<Submission>> submission) {
    return find(tenant, turn.session())
        .flatMap(session -> {
          String token = UUID.randomUUID().toString();
          // With spaces, as no caller's key can be.
          String named = key == null ? "session " + session.id() + " " + token : key;
          Open place = new Open(turn.number(), token, named, bodyHash, session.readAtMs(), null);
          return store
              .take(session, place)
              .flatMap(change ->
                  switch (change) {
                    case DONE -> taken(session, place, submission.apply(named));
                    case UNKNOWN -> Mono.error(unknown());
                    case LOST -> Mono.error(unfinished());
                  });
        });
  }

  private Mono<Submission> taken(Session session, Open place, Mono<Submission> submission) {
    return submission
        // Refused for certain: nothing was submitted, and nothing will be.
        .onErrorResume(
            ProblemException.class,
            refused -> store.giveUp(session, place.token()).then(Mono.error(refused)))
        .flatMap(made ->
            switch (made) {
              case Submission.Accepted(Job job) -> noted(session, place, job, made);
              case Submission.Repeated(Job job) -> noted(session, place, job, made);
              case Submission.KeyReused _, Submission.Gone _, Submission.TooManyUnfinished _ ->
                  store.giveUp(session, place.token()).thenReturn(made);
            });
  }

  private Mono<Submission> noted(Session session, Open place, Job job, Submission made) {
    return settling
        .note(session, place, job)
        .flatMap(change ->
            // It took so long that the place was given to another.
            change == Change.LOST
                ? queue.cancel(session.tenant(), job.id()).then(Mono.error(unfinished()))
                : Mono.just(made));
  }

  @Override
  public Mono<Void> keep(String tenant, String session) {
    return Mono.justOrEmpty(SessionId.parse(session))
        .flatMap(id -> store.find(tenant, id))
        .flatMap(settling::settled)
        .then();
  }

  private Mono<Session> find(String tenant, String session) {
    return Mono.justOrEmpty(SessionId.parse(session))
        .flatMap(id -> store.find(tenant, id))
        .switchIfEmpty(Mono.error(TurnDesk::unknown));
  }

  private static ProblemException unknown() {
    return ProblemException.of(ProblemType.NOT_FOUND, new FieldError(FIELD, "unknown session"));
  }

  private static ProblemException unfinished() {
    return ProblemException.of(
        ProblemType.TURN_UNFINISHED, new FieldError(FIELD, "must have no unfinished turn"));
  }
}
