package dev.nextflow.gateway;

import dev.nextflow.jobs.Submission;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Conversations that go on: {@code intake} and {@code jobs} ask, {@code sessions} does. */
public interface Sessions {

  /** The field of a request that names a session, and of every problem with one. */
  String FIELD = "session_id";

  /**
   * Where the next turn would stand; nothing is taken yet. Ends with {@link ProblemType#NOT_FOUND}
   * where the tenant has no such session, and with {@link ProblemType#TURN_UNFINISHED} while its
   * last turn has not ended.
   *
   * @param session as the caller wrote it
   */
  Mono<SessionPlace> next(String tenant, String session);

  /**
   * Takes the place, submits the turn's job, and keeps what was asked. Ends with {@link
   * ProblemType#TURN_UNFINISHED} where another turn was faster; then nothing was submitted.
   *
   * @param key the caller's Idempotency-Key; null where it sent none
   * @param bodyHash what the key stands for
   * @param submission with the key under which the job is found again, should this gateway die
   */
  Mono<Submission> take(
      String tenant,
      SessionTurn turn,
      @Nullable String key,
      String bodyHash,
      Function<String, Mono<Submission>> submission);

  /** Keeps the answer of the last turn, as far as it has one: before its job is forgotten. */
  Mono<Void> keep(String tenant, String session);
}
