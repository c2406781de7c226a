package dev.nextflow.gateway;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lets work in as far as its tenant's limits go: {@code jobs} asks, {@code limits} does. */
public interface Admission {

  /**
   * Charges the work to its tenant, then submits it. What turns out to be no new job is not
   * charged. Ends with the problem where the limit is reached or can't be asked; then nothing was
   * submitted.
   *
   * @param isNew whether what came of the submission is a job that was not there before
   */
  <T> Mono<T> admit(Work work, Mono<T> submission, Predicate<T> isNew);

  /**
   * What is to be submitted.
   *
   * @param tokens its price
   * @param key under which a repeat is the same work; null where it can't be repeated
   */
  record Work(String tenant, TenantLimits limits, long tokens, @Nullable String key) {}
}
