package dev.nextflow.gateway;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lets work in as far as its tenant's limits go: {@code jobs} asks, {@code limits} does. */
public interface Admission {

  /**
   * Charges the work to its tenant, then submits it. What turns out to be no new job is not
   * charged. Ends with the problem where the limit is reached or can't be asked; then nothing was
   * submitted.
   *
   * @param made what came of the submission; a problem that it ends with made nothing
   */
  <T> Mono<T> admit(Work work, Mono<T> submission, Function<T, Made> made);

  /** What a submission made of work. */
  enum Made {
    /** A job that was not there before. */
    JOB,
    /** Nothing new: its key is known. */
    REPEAT,
    /** Nothing, and the same may be tried again. */
    NOTHING
  }

  /**
   * What is to be submitted.
   *
   * @param tokens its price
   * @param key under which a repeat is the same work; null where it can't be repeated
   */
  record Work(String tenant, TenantLimits limits, long tokens, @Nullable String key) {}
}
