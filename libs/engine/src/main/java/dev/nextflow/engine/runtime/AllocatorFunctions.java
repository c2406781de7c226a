package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Where memory is (memory infos) and who hands it out (allocators). */
final class AllocatorFunctions {

  /** OrtMemTypeDefault: the device's own memory. */
  private static final int MEM_TYPE_DEFAULT = 0;

  /** OrtDeviceAllocator. */
  private static final int DEVICE_ALLOCATOR = 0;

  private static final MethodHandle CREATE_MEMORY_INFO =
      Api.status(68, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle CREATE_CPU_MEMORY_INFO =
      Api.status(69, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle RELEASE_MEMORY_INFO = Api.nothing(94, ADDRESS);
  private static final MethodHandle ALLOC = Api.status(75, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle FREE = Api.status(76, ADDRESS, ADDRESS);
  private static final MethodHandle DEFAULT_ALLOCATOR = Api.status(78, ADDRESS);
  private static final MethodHandle CREATE_ALLOCATOR = Api.status(131, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle RELEASE_ALLOCATOR = Api.nothing(132, ADDRESS);

  private AllocatorFunctions() {}

  /**
   * @param name ONNX Runtime's name of the memory, such as {@code Cuda}
   */
  static MemorySegment createMemoryInfo(String name, int device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nativeName = arena.allocateFrom(name);
      MemorySegment out = arena.allocate(ADDRESS);
      Status.check(
          (MemorySegment)
              CREATE_MEMORY_INFO.invokeExact(
                  nativeName, DEVICE_ALLOCATOR, device, MEM_TYPE_DEFAULT, out));
      return out.get(ADDRESS, 0);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static MemorySegment createCpuMemoryInfo() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      Status.check(
          (MemorySegment)
              CREATE_CPU_MEMORY_INFO.invokeExact(DEVICE_ALLOCATOR, MEM_TYPE_DEFAULT, out));
      return out.get(ADDRESS, 0);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void releaseMemoryInfo(MemorySegment info) {
    try {
      RELEASE_MEMORY_INFO.invokeExact(info);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  /** The address may be the device's: Java must not follow it then. */
  static MemorySegment alloc(MemorySegment allocator, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      Status.check((MemorySegment) ALLOC.invokeExact(allocator, bytes, out));
      return out.get(ADDRESS, 0);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void free(MemorySegment allocator, MemorySegment address) {
    try {
      Status.check((MemorySegment) FREE.invokeExact(allocator, address));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  /** The library's own allocator on the CPU; never released. */
  static MemorySegment defaultAllocator() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      Status.check((MemorySegment) DEFAULT_ALLOCATOR.invokeExact(out));
      return out.get(ADDRESS, 0);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static MemorySegment create(MemorySegment session, MemorySegment info) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      Status.check((MemorySegment) CREATE_ALLOCATOR.invokeExact(session, info, out));
      return out.get(ADDRESS, 0);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void release(MemorySegment allocator) {
    try {
      RELEASE_ALLOCATOR.invokeExact(allocator);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }
}
