package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Which memory a session reads from and writes into. */
final class BindingFunctions {

  private static final MethodHandle CREATE = Api.status(134, ADDRESS, ADDRESS);
  private static final MethodHandle RELEASE = Api.nothing(135, ADDRESS);
  private static final MethodHandle BIND_INPUT = Api.status(136, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle BIND_OUTPUT = Api.status(137, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle SYNCHRONIZE_INPUTS = Api.status(202, ADDRESS);
  private static final MethodHandle SYNCHRONIZE_OUTPUTS = Api.status(203, ADDRESS);

  private BindingFunctions() {}

  static MemorySegment create(MemorySegment session) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      Status.check((MemorySegment) CREATE.invokeExact(session, out));
      return out.get(ADDRESS, 0);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void release(MemorySegment binding) {
    try {
      RELEASE.invokeExact(binding);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  /** Keeps the value alive until it is bound anew; the memory behind it stays the caller's. */
  static void bindInput(MemorySegment binding, MemorySegment name, MemorySegment value) {
    try {
      Status.check((MemorySegment) BIND_INPUT.invokeExact(binding, name, value));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  /** Keeps the value alive until it is bound anew; the memory behind it stays the caller's. */
  static void bindOutput(MemorySegment binding, MemorySegment name, MemorySegment value) {
    try {
      Status.check((MemorySegment) BIND_OUTPUT.invokeExact(binding, name, value));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void synchronizeInputs(MemorySegment binding) {
    try {
      Status.check((MemorySegment) SYNCHRONIZE_INPUTS.invokeExact(binding));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void synchronizeOutputs(MemorySegment binding) {
    try {
      Status.check((MemorySegment) SYNCHRONIZE_OUTPUTS.invokeExact(binding));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }
}
