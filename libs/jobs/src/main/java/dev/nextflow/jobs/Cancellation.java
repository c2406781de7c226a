package dev.nextflow.jobs;

/** What came of a request to cancel. */
public enum Cancellation {
  /** It was waiting or at rest, and has ended now. */
  CANCELLED,
  /** It runs; its worker has been told. */
  REQUESTED,
  /** It had ended before. */
  ALREADY_FINISHED,
  /** The tenant has no such job. */
  UNKNOWN
}
