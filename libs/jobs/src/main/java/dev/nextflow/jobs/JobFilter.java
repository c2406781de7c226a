package dev.nextflow.jobs;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of a tenant's jobs are meant: those that everything here holds for.
 *
 * @param states empty: any
 * @param labels that a job must have; none: any
 * @param createdAfterMs epoch milliseconds, exclusive; null: since ever
 * @param createdBeforeMs epoch milliseconds, exclusive; null: until now
 */
public record JobFilter(
    Set<JobState> states,
    Labels labels,
    @Nullable Long createdAfterMs,
    @Nullable Long createdBeforeMs) {

  /** All of them. */
  public static final JobFilter ALL = new JobFilter(Set.of(), Labels.NONE, null, null);

  public JobFilter {
    states = Set.copyOf(states);
  }
}
