package dev.nextflow.gateway.limits;

import dev.nextflow.gateway.Admission;
import dev.nextflow.gateway.limits.Standing.Outcome;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Charges jobs to their tenants in tokens. Duties, in this order:
 *
 * <ol>
 *   <li>refuse a job that no minute could ever hold;
 *   <li>charge, once for the same key, or refuse for now;
 *   <li>have the job submitted, and put the charge right by what came of it. An attempt that failed
 *       stays charged: its job may exist, and its repeat is free. One that was refused is not.
 * </ol>
 */
@Component
class TokenAdmission implements Admission {

  private static final Logger log = LoggerFactory.getLogger(TokenAdmission.class);

  private final Counters counters;

  TokenAdmission(Counters counters) {
    this.counters = counters;
  }

  @Override
  public <T> Mono<T> admit(Work work, Mono<T> submission, Function<T, Made> made) {
    if (!work.limits().counted()) {
      return submission;
    }
    return Mono.deferContextual(context -> {
      work.limits().requireRoomFor(work.tokens());
      long limit = Quota.TOKENS.of(work.limits());
      return counters
          .take(work.tenant(), Quota.TOKENS, limit, work.tokens(), work.key())
          .doOnNext(standing -> RateLimitHeaders.tell(context, Quota.TOKENS, standing))
          .flatMap(standing ->
              standing.outcome() == Outcome.REFUSED
                  ? Mono.error(ProblemException.of(ProblemType.TOO_MANY_REQUESTS))
                  : charged(work, standing, submission, made));
    });
  }

  private <T> Mono<T> charged(
      Work work, Standing standing, Mono<T> submission, Function<T, Made> made) {
    return submission
        .onErrorResume(
            ProblemException.class,
            refused -> settle(work, standing, Made.NOTHING).then(Mono.error(refused)))
        .delayUntil(done -> settle(work, standing, made.apply(done)));
  }

  private Mono<Void> settle(Work work, Standing standing, Made made) {
    return made == Made.NOTHING ? logged(undo(work, standing)) : settled(work, standing, made);
  }

  private static Mono<Void> logged(Mono<Void> change) {
    return change.onErrorResume(away -> {
      log.warn("a charge was not put right: {}", away.toString());
      return Mono.empty(); // the job is accepted, whatever becomes of the count
    });
  }

  /** What an earlier attempt was charged is its own: its job may exist. */
  private Mono<Void> undo(Work work, Standing standing) {
    return standing.outcome() == Outcome.TAKEN
        ? counters.undo(work.tenant(), Quota.TOKENS, standing.second(), work.tokens(), work.key())
        : Mono.empty();
  }

  private Mono<Void> settled(Work work, Standing standing, Made made) {
    long correction = correction(standing.outcome(), made == Made.JOB, work.tokens());
    // Without a name there is nothing to remember either.
    if (correction == 0 && (work.key() == null || standing.outcome() == Outcome.SETTLED)) {
      return Mono.empty();
    }
    Mono<Void> settling =
        logged(
            counters.settle(
                work.tenant(), Quota.TOKENS, standing.second(), correction, work.key()));
    // Where no amount changes, the answer need not wait: a charge that a crash leaves open is as
    // one of an attempt whose answer was lost, and a repeat settles it.
    return correction == 0 ? Mono.fromRunnable(settling::subscribe) : settling;
  }

  /** What the window has to be changed by: one job is to be charged once, and no job not at all. */
  static long correction(Outcome charge, boolean isNew, long tokens) {
    return switch (charge) {
      case TAKEN -> isNew ? 0 : -tokens;
      // The earlier attempt was charged for this very job, or for the one it repeats.
      case OPEN, REFUSED -> 0;
      // The job that was charged is forgotten, and its key is used for another.
      case SETTLED -> isNew ? tokens : 0;
    };
  }
}
