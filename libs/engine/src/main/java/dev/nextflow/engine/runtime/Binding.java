package dev.nextflow.engine.runtime;

import dev.nextflow.engine.EngineException;
import java.lang.foreign.MemorySegment;

/**
 * One graph with the memory it reads and writes. Reusable: what is not bound anew stays bound. One
 * thread at a time; several bindings of one session may run beside each other.
 */
public final class Binding {

  private final Session session;
  private final MemorySegment handle;

  Binding(Session session, NativeScope scope) {
    this.session = session;
    this.handle = scope.own(BindingFunctions.create(session.handle()), BindingFunctions::release);
  }

  /**
   * Binds an input. What lies in host memory is copied to the device now, not at the run: bind
   * again after writing new elements.
   *
   * @throws IllegalArgumentException if the graph has no such input
   */
  public Binding input(String name, Tensor tensor) {
    BindingFunctions.bindInput(handle, session.inputName(name), tensor.handle());
    return this;
  }

  /**
   * Binds an output; the same memory may be bound as an input if the graph updates it in place.
   *
   * @throws IllegalArgumentException if the graph has no such output
   */
  public Binding output(String name, Tensor tensor) {
    BindingFunctions.bindOutput(handle, session.outputName(name), tensor.handle());
    return this;
  }

  /**
   * Runs the graph; on return the outputs are written.
   *
   * @throws dev.nextflow.engine.EngineCancelled if the control was told to cancel
   * @throws EngineException if the graph fails
   */
  public void run(RunControl control) {
    control.check();
    long startNs = System.nanoTime();
    try {
      BindingFunctions.synchronizeInputs(handle);
      SessionFunctions.runWithBinding(session.handle(), control.options(), handle);
      BindingFunctions.synchronizeOutputs(handle);
    } catch (EngineException e) {
      control.check(); // A terminated run reports an ordinary failure.
      throw e;
    } finally {
      control.addGraphTime(System.nanoTime() - startNs);
    }
  }
}
