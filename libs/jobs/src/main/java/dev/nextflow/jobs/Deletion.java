package dev.nextflow.jobs;

/** What came of a request to delete. */
public enum Deletion {
  /** Nothing is left of it. */
  DELETED,
  /** It waits or runs: nothing changed. */
  NOT_ENDED,
  /** The tenant has no such job. */
  UNKNOWN
}
