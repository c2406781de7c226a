package dev.nextflow.jobs;

import java.time.Duration;

/** One worker: takes jobs of a queue one after the other. */
public final class JobWorker {

  /**
   * A worker that has not started.
   *
   * @param workerName who it is, for people who look into the queue
   */
  public JobWorker(
      JobQueue queue,
      String queueName,
      String workerName,
      JobHandler handler,
      JobSettings settings) {}

  /** Starts to take jobs. */
  public void start() {
    throw new UnsupportedOperationException("not there yet");
  }

  /** Takes no more jobs; lets the running one go on for {@code drain}, then hands it back. */
  public void stop(Duration drain) {
    throw new UnsupportedOperationException("not there yet");
  }
}
