package dev.nextflow.jobs;

/**
 * Something that happened to a job.
 *
 * @param id grows within a job; following can resume after it
 * @param type {@link #QUEUED}, {@link #STARTED}, {@link #FINISHED}, {@link #GAP}, the wire name of
 *     a resting state, or a type of the worker's own
 * @param data JSON
 * @param atMs when, Redis's clock, epoch milliseconds
 */
public record JobEvent(String id, String type, String data, long atMs) {

  /** First event of a job; again whenever it waits for a worker once more. */
  public static final String QUEUED = "queued";

  /** A worker leased it: {@code {"attempt":n}}. */
  public static final String STARTED = "started";

  /**
   * Events are missing here, through the one of this id: so many came that the oldest were dropped.
   * Nobody wrote it; whoever reads past the hole is told.
   */
  public static final String GAP = "gap";

  /** Last event of a job, exactly once: {@code {"state":...,"problem":...}}. */
  public static final String FINISHED = "finished";
}
