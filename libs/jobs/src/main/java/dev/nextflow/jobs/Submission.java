package dev.nextflow.jobs;

/** What came of a submission. */
public sealed interface Submission {

  /** Stored: the job survives any crash from here on. */
  record Accepted(Job job) implements Submission {}

  /** The key was used before with the same body: that earlier job, as it stands now. */
  record Repeated(Job job) implements Submission {}

  /** The key was used before with another body: nothing was stored. */
  record KeyReused() implements Submission {}

  /**
   * The key was used before with the same body, and its job is no longer kept: nothing was stored.
   */
  record Gone(JobId id) implements Submission {}

  /** The tenant has as many jobs that wait or run as its share allows: nothing was stored. */
  record TooManyUnfinished() implements Submission {}
}
