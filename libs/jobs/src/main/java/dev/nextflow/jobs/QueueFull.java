package dev.nextflow.jobs;

/**
 * The queue's memory is used up: it takes no new job, and forgets none. Jobs that it holds still
 * run and end.
 */
public final class QueueFull extends QueueUnavailable {

  private static final long serialVersionUID = 1L;

  public QueueFull(Throwable cause) {
    super("the queue is full", cause);
  }
}
