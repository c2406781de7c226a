package dev.nextflow.jobs;

import java.util.Map;

/**
 * One step of a job: what to keep, and what to tell.
 *
 * @param checkpoint fields to store; a field written again is replaced, others stay
 * @param event type of the event that those who follow the job see
 * @param eventData its data, JSON
 * @param tokensDone tokens drawn or written so far, of the whole job
 * @param complete whether nothing is left but to end the job; a worker that has to leave does that,
 *     too, instead of handing over a job without work
 */
public record Progress(
    Map<String, String> checkpoint,
    String event,
    String eventData,
    long tokensDone,
    boolean complete) {

  /** One step of several. */
  public Progress(Map<String, String> checkpoint, String event, String eventData, long tokensDone) {
    this(checkpoint, event, eventData, tokensDone, false);
  }

  public Progress {
    checkpoint = Map.copyOf(checkpoint);
    if (event.equals(JobEvent.FINISHED)) {
      throw new IllegalArgumentException("only the end of a job writes a finished event");
    }
  }
}
