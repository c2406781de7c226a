package dev.nextflow.jobs;

/** How a worker ends its part of a job. */
public sealed interface Outcome {

  /**
   * It is done.
   *
   * @param resultJson JSON
   */
  record Succeeded(String resultJson) implements Outcome {}

  /**
   * Some of what was asked is done, and the rest can't be.
   *
   * @param resultJson JSON
   */
  record PartiallySucceeded(String resultJson) implements Outcome {}

  /**
   * The tenant has to say how it goes on. The job is no end: it waits for its retention, then
   * expires. Where its tenant had asked to cancel, it ends as cancelled instead.
   *
   * @param state a resting one
   * @param resultJson what there is so far, JSON
   */
  record Rested(JobState state, String resultJson) implements Outcome {

    public Rested {
      if (!state.resting()) {
        throw new IllegalArgumentException("not a state to rest in: " + state);
      }
    }
  }

  /**
   * It can't be done.
   *
   * @param problemCode a code of {@link dev.nextflow.sequences.problems.ProblemType}
   */
  record Failed(String problemCode) implements Outcome {}

  /** Its tenant asked to stop, and the worker did. */
  record Cancelled() implements Outcome {}

  /** The state that the job goes to. */
  default JobState state() {
    return switch (this) {
      case Succeeded _ -> JobState.SUCCEEDED;
      case PartiallySucceeded _ -> JobState.PARTIALLY_SUCCEEDED;
      case Rested(JobState state, String _) -> state;
      case Failed _ -> JobState.FAILED;
      case Cancelled _ -> JobState.CANCELLED;
    };
  }
}
