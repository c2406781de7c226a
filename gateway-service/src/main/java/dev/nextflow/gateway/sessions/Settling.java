package dev.nextflow.gateway.sessions;

import dev.nextflow.gateway.sessions.Session.Open;
import dev.nextflow.gateway.sessions.SessionStore.Change;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.Submission;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Sees what became of the place that is taken in a session. Its duties:
 *
 * <ol>
 *   <li>find the job of a place whose taker died before it could note it, by the key under which it
 *       was submitted; where there is none, free the place in time;
 *   <li>keep the answer of a job that has ended, so that the session does not need the job;
 *   <li>let a turn without an answer end, whatever its job came to.
 * </ol>
 *
 * <p>Nothing here has to happen once, or at one gateway: the first end that is kept stays, and a
 * job that has ended ends in no other way.
 */
@Component
class Settling {

  /** Longer than a submission can take: whoever comes later than that finds its place lost. */
  private static final Duration TAKEN_AT_MOST = Duration.ofMinutes(1);

  private final SessionStore store;
  private final JobQueue queue;

  Settling(SessionStore store, JobQueue queue) {
    this.store = store;
    this.queue = queue;
  }

  /** The session, with its place free where it can be. */
  Mono<Session> settled(Session session) {
    Open open = session.open();
    if (open == null) {
      return Mono.just(session);
    }
    Mono<Void> settled = open.job() == null ? found(session, open) : ended(session, open);
    return settled
        .then(Mono.defer(() -> store.find(session.tenant(), session.id())))
        // A job that was found may have ended.
        .flatMap(now ->
            open.job() == null && now.open() != null && now.open().job() != null
                ? settled(now)
                : Mono.just(now));
  }

  private Mono<Void> found(Session session, Open open) {
    return queue
        .submission(session.tenant(), open.key(), open.bodyHash())
        .flatMap(submission ->
            submission instanceof Submission.Repeated(Job job)
                ? note(session, open, job).thenReturn(true)
                : store.giveUp(session, open.token()).thenReturn(true))
        .switchIfEmpty(
            Mono.defer(() ->
                session.readAtMs() - open.takenAtMs() > TAKEN_AT_MOST.toMillis()
                    ? store.giveUp(session, open.token()).thenReturn(true)
                    : Mono.empty()))
        .then();
  }

  /** Notes the job as the turn of this place; a repeat's job is a turn already, and needs none. */
  Mono<Change> note(Session session, Open open, Job job) {
    return Mono.defer(() ->
        session.turns().stream().anyMatch(turn -> turn.job().equals(job.id().value()))
            ? store.giveUp(session, open.token()).thenReturn(Change.DONE)
            : store.note(session, open.token(), TurnTokens.asked(session, open.number(), job)));
  }

  private Mono<Void> ended(Session session, Open open) {
    Turn turn = session.turn(open.number()).orElseThrow();
    return job(session, turn)
        .flatMap(job ->
            job.state().terminal()
                ? queue
                    .checkpoint(session.tenant(), job.id())
                    .map(checkpoint -> TurnTokens.ended(session, turn, job, checkpoint))
                    .defaultIfEmpty(turn.ended(Turn.GONE))
                : Mono.just(turn))
        .defaultIfEmpty(turn.ended(Turn.GONE))
        .filter(now -> now.end() != null)
        .flatMap(now -> store.end(session, now));
  }

  /** The job of a turn, while it is kept. */
  Mono<Job> job(Session session, Turn turn) {
    return queue.find(session.tenant(), new JobId(turn.job()));
  }
}
