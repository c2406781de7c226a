package dev.nextflow.jobs;

/** What came of a {@link Resume}. */
public sealed interface Resumption {

  /** It waits for a worker again, at the end of its lane. */
  record Accepted(Job job) implements Resumption {}

  /** The token was used before with the same body: the job as it stands now. */
  record Repeated(Job job) implements Resumption {}

  /** The token was used before with another body: nothing changed. */
  record TokenReused() implements Resumption {}

  /** The job is not in the state that was to be left: nothing changed. */
  record NotResting(Job job) implements Resumption {}

  /** The tenant has as many jobs that wait or run as it may: nothing changed. */
  record TooManyUnfinished() implements Resumption {}

  /** The tenant has no such job. */
  record Unknown() implements Resumption {}
}
