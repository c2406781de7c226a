package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * C's own allocator. Not a shared {@code Arena}: closing one stops every thread of the process for
 * a moment, which on a busy machine costs milliseconds per drawing.
 */
final class HostAllocator {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALLOC =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("calloc"),
          FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle FREE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS));

  private HostAllocator() {}

  /**
   * Zeroed memory; large blocks cost nothing before they are touched.
   *
   * @throws OutOfMemoryError if there is none
   */
  static MemorySegment allocate(long bytes) {
    MemorySegment memory;
    try {
      memory = (MemorySegment) CALLOC.invokeExact(1L, bytes);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
    if (memory.address() == 0) {
      throw new OutOfMemoryError("no " + bytes + " bytes outside the heap");
    }
    return memory.reinterpret(bytes);
  }

  static void free(MemorySegment memory) {
    try {
      FREE.invokeExact(memory);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }
}
