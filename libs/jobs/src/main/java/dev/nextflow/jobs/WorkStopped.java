package dev.nextflow.jobs;

/** Why a handler should stop. Expected, hence without a stack trace. */
public abstract sealed class WorkStopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private WorkStopped(String message) {
    super(message, null, false, false);
  }

  /** The tenant asked to cancel. */
  public static final class JobCancelled extends WorkStopped {

    private static final long serialVersionUID = 1L;

    public JobCancelled() {
      super("the job is to be cancelled");
    }
  }

  /** The job belongs to somebody else now, or has ended. */
  public static final class LeaseLost extends WorkStopped {

    private static final long serialVersionUID = 1L;

    public LeaseLost() {
      super("the lease is lost");
    }
  }

  /** The worker shuts down; the job is handed back with its checkpoint. */
  public static final class WorkerStopping extends WorkStopped {

    private static final long serialVersionUID = 1L;

    public WorkerStopping() {
      super("the worker is stopping");
    }
  }
}
