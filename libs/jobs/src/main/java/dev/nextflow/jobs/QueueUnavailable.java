package dev.nextflow.jobs;

/** The queue can't be reached or gives no answer in time. The same call may succeed later. */
public class QueueUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public QueueUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
