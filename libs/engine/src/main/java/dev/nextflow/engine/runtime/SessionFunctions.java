package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** Sessions, the names of their inputs and outputs, and running them over a binding. */
final class SessionFunctions {

  private static final MethodHandle CREATE = Api.status(7, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle RELEASE = Api.nothing(95, ADDRESS);
  private static final MethodHandle INPUT_COUNT = Api.status(30, ADDRESS, ADDRESS);
  private static final MethodHandle OUTPUT_COUNT = Api.status(31, ADDRESS, ADDRESS);
  private static final MethodHandle INPUT_NAME =
      Api.status(36, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle OUTPUT_NAME =
      Api.status(37, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle RUN_WITH_BINDING = Api.status(133, ADDRESS, ADDRESS, ADDRESS);

  private SessionFunctions() {}

  /**
   * @param path a null-terminated string of the platform's path characters
   */
  static MemorySegment create(
      MemorySegment environment, MemorySegment path, MemorySegment options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      Status.check((MemorySegment) CREATE.invokeExact(environment, path, options, out));
      return out.get(ADDRESS, 0);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void release(MemorySegment session) {
    try {
      RELEASE.invokeExact(session);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static List<String> inputNames(MemorySegment session) {
    return names(session, INPUT_COUNT, INPUT_NAME);
  }

  static List<String> outputNames(MemorySegment session) {
    return names(session, OUTPUT_COUNT, OUTPUT_NAME);
  }

  private static List<String> names(MemorySegment session, MethodHandle count, MethodHandle name) {
    MemorySegment allocator = AllocatorFunctions.defaultAllocator();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment total = arena.allocate(JAVA_LONG);
      Status.check((MemorySegment) count.invokeExact(session, total));
      List<String> names = new ArrayList<>();
      MemorySegment out = arena.allocate(ADDRESS);
      for (long i = 0; i < total.get(JAVA_LONG, 0); i++) {
        Status.check((MemorySegment) name.invokeExact(session, i, allocator, out));
        names.add(Text.of(out.get(ADDRESS, 0)));
        AllocatorFunctions.free(allocator, out.get(ADDRESS, 0));
      }
      return List.copyOf(names);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  /** Blocks until the outputs are there, or the run options were told to terminate. */
  static void runWithBinding(
      MemorySegment session, MemorySegment runOptions, MemorySegment binding) {
    try {
      Status.check((MemorySegment) RUN_WITH_BINDING.invokeExact(session, runOptions, binding));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }
}
