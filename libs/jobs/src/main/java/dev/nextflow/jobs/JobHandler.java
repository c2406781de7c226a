package dev.nextflow.jobs;

/** What a worker does with a job. */
@FunctionalInterface
public interface JobHandler {

  /**
   * Does the work, from the lease's checkpoint on. Called on a platform thread that belongs to the
   * worker; may block and compute. An exception fails the job as {@code internal}, or with the code
   * of a {@link dev.nextflow.sequences.problems.ProblemException}; a {@link WorkStopped} thrown by
   * the reporter is best left to pass through.
   */
  Outcome run(Lease lease, Reporter reporter) throws Exception;
}
