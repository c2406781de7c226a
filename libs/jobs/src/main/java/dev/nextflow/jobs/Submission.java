package dev.nextflow.jobs;

/** What came of a submission. */
public sealed interface Submission {

  /** Stored: the job survives any crash from here on. */
  record Accepted(Job job) implements Submission {}

  /** The key was used before with the same body: that earlier job, as it stands now. */
  record Repeated(Job job) implements Submission {}

  /** The key was used before with another body: nothing was stored. */
  record KeyReused() implements Submission {}
}
