package dev.nextflow.jobs;

/** What a worker learns about its lease from a renewal or a report. */
public enum Standing {
  /** Go on. */
  HELD,
  /** Still held, and the tenant wants the job cancelled. */
  CANCEL_REQUESTED,
  /** Somebody else has the job, or it has ended: nothing was written, stop. */
  LOST
}
