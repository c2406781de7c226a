package dev.nextflow.jobs;

/** Reaps one queue at intervals. Any number of them may run. */
public final class Reaper implements AutoCloseable {

  /** A reaper that has not started. */
  public Reaper(JobQueue queue, String queueName, JobSettings settings) {}

  /** Starts to reap. */
  public void start() {
    throw new UnsupportedOperationException("not there yet");
  }

  @Override
  public void close() {}
}
