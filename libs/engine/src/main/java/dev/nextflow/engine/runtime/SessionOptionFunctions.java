package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;

/** How a session is opened, and on which provider. */
final class SessionOptionFunctions {

  private static final MethodHandle CREATE = Api.status(10, ADDRESS);
  private static final MethodHandle RELEASE = Api.nothing(100, ADDRESS);
  private static final MethodHandle SET_GRAPH_OPTIMIZATION_LEVEL =
      Api.status(23, ADDRESS, JAVA_INT);
  private static final MethodHandle SET_INTRA_OP_THREADS = Api.status(24, ADDRESS, JAVA_INT);
  private static final MethodHandle SET_INTER_OP_THREADS = Api.status(25, ADDRESS, JAVA_INT);
  private static final MethodHandle ADD_CONFIG_ENTRY = Api.status(130, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle APPEND_CUDA = Api.status(204, ADDRESS, ADDRESS);
  private static final MethodHandle CREATE_CUDA_OPTIONS = Api.status(205, ADDRESS);
  private static final MethodHandle UPDATE_CUDA_OPTIONS =
      Api.status(206, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle RELEASE_CUDA_OPTIONS = Api.nothing(208, ADDRESS);

  private SessionOptionFunctions() {}

  static MemorySegment create() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      Status.check((MemorySegment) CREATE.invokeExact(out));
      return out.get(ADDRESS, 0);
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

  /** GraphOptimizationLevel; 99 is all. */
  static void setGraphOptimizationLevel(MemorySegment options, int level) {
    try {
      Status.check((MemorySegment) SET_GRAPH_OPTIMIZATION_LEVEL.invokeExact(options, level));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void setIntraOpThreads(MemorySegment options, int threads) {
    try {
      Status.check((MemorySegment) SET_INTRA_OP_THREADS.invokeExact(options, threads));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void setInterOpThreads(MemorySegment options, int threads) {
    try {
      Status.check((MemorySegment) SET_INTER_OP_THREADS.invokeExact(options, threads));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void addConfigEntry(MemorySegment options, String key, String value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nativeKey = arena.allocateFrom(key);
      MemorySegment nativeValue = arena.allocateFrom(value);
      Status.check((MemorySegment) ADD_CONFIG_ENTRY.invokeExact(options, nativeKey, nativeValue));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void appendCuda(MemorySegment options, MemorySegment cudaOptions) {
    try {
      Status.check((MemorySegment) APPEND_CUDA.invokeExact(options, cudaOptions));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static MemorySegment createCudaOptions() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      Status.check((MemorySegment) CREATE_CUDA_OPTIONS.invokeExact(out));
      return out.get(ADDRESS, 0);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void updateCudaOptions(MemorySegment cudaOptions, Map<String, String> settings) {
    try (Arena arena = Arena.ofConfined()) {
      List<String> names = List.copyOf(settings.keySet());
      MemorySegment keys = Text.array(arena, names);
      MemorySegment values = Text.array(arena, names.stream().map(settings::get).toList());
      Status.check(
          (MemorySegment)
              UPDATE_CUDA_OPTIONS.invokeExact(cudaOptions, keys, values, (long) names.size()));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void releaseCudaOptions(MemorySegment cudaOptions) {
    try {
      RELEASE_CUDA_OPTIONS.invokeExact(cudaOptions);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }
}
