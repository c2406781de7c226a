package dev.nextflow.local.client;

/**
 * One server-sent event of a job.
 *
 * @param id resumes the stream after this event
 * @param type queued, started, scale or finished
 */
public record JobEvent(String id, String type, JsonObject data) {

  /** The last event of a job. */
  public boolean isLast() {
    return type.equals("finished");
  }
}
