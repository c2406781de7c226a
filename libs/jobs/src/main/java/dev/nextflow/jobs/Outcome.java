package dev.nextflow.jobs;

/** How a worker ends a job. */
public sealed interface Outcome {

  /**
   * It is done.
   *
   * @param resultJson JSON
   */
  record Succeeded(String resultJson) implements Outcome {}

  /**
   * It can't be done.
   *
   * @param problemCode a code of {@link dev.nextflow.sequences.problems.ProblemType}
   */
  record Failed(String problemCode) implements Outcome {}

  /** Its tenant asked to stop, and the worker did. */
  record Cancelled() implements Outcome {}

  /** The state that the job ends in. */
  default JobState state() {
    return switch (this) {
      case Succeeded _ -> JobState.SUCCEEDED;
      case Failed _ -> JobState.FAILED;
      case Cancelled _ -> JobState.CANCELLED;
    };
  }
}
