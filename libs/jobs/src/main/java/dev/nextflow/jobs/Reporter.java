package dev.nextflow.jobs;

/** A handler's way to tell how far it is, and to hear that it should stop. */
public interface Reporter {

  /**
   * Stores the progress; waits for it. While the queue is away it waits on.
   *
   * @throws WorkStopped if the handler should stop now: {@link WorkStopped.JobCancelled}, {@link
   *     WorkStopped.LeaseLost} (then nothing was stored) or {@link WorkStopped.WorkerStopping}
   */
  void report(Progress progress);

  /**
   * Calls {@code stop} once, on another thread, as soon as the handler should stop, at once if it
   * already should. For steps too long to wait for the next report.
   */
  void onCancel(Runnable stop);

  /**
   * Begins a part of the work, for those who look at its trace; the part before ends with it, and
   * the last one with the handler. Does nothing where the part of this name is under way.
   *
   * @param name one of a few
   */
  default void phase(String name) {}
}
