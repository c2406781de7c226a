package dev.nextflow.engine.runtime;

import dev.nextflow.engine.EngineCancelled;
import java.lang.foreign.MemorySegment;

/**
 * The off switch of one owner's runs. {@link #cancel} may come from any thread, at any time, also
 * after the scope has closed; there is no way back.
 */
public final class RunControl {

  private final MemorySegment options = RunOptionFunctions.create();
  private volatile boolean cancelled;
  private boolean closed;
  private volatile long graphTimeNs;

  /**
   * @param scope releases the switch; not while a run is under way
   */
  public RunControl(NativeScope scope) {
    scope.own(options, released -> close());
  }

  /** Ends the run under way between two of its operators, and every later one. */
  public synchronized void cancel() {
    cancelled = true;
    if (!closed) {
      RunOptionFunctions.setTerminate(options);
    }
  }

  public boolean cancelled() {
    return cancelled;
  }

  /**
   * @throws EngineCancelled if {@link #cancel} was called
   */
  public void check() {
    if (cancelled) {
      throw new EngineCancelled();
    }
  }

  /** How long graphs have run under this control. */
  public long graphTimeNs() {
    return graphTimeNs;
  }

  /** By the one thread that runs graphs. */
  void addGraphTime(long ns) {
    graphTimeNs = graphTimeNs + ns;
  }

  MemorySegment options() {
    return options;
  }

  private synchronized void close() {
    closed = true;
    RunOptionFunctions.release(options);
  }
}
