package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The handle through which a run under way can be told to end. */
final class RunOptionFunctions {

  private static final MethodHandle CREATE = Api.status(39, ADDRESS);
  private static final MethodHandle SET_TERMINATE = Api.status(46, ADDRESS);
  private static final MethodHandle RELEASE = Api.nothing(97, ADDRESS);

  private RunOptionFunctions() {}

  static MemorySegment create() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      Status.check((MemorySegment) CREATE.invokeExact(out));
      return out.get(ADDRESS, 0);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  /** Any thread. Ends the runs under way between two operators, and every later one at once. */
  static void setTerminate(MemorySegment options) {
    try {
      Status.check((MemorySegment) SET_TERMINATE.invokeExact(options));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void release(MemorySegment options) {
    try {
      RELEASE.invokeExact(options);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }
}
