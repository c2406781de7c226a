package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** The process-wide environment, and which providers the library was built with. */
final class EnvironmentFunctions {

  private static final MethodHandle CREATE_WITH_CUSTOM_LOGGER =
      Api.status(4, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle DISABLE_TELEMETRY_EVENTS = Api.status(6, ADDRESS);
  private static final MethodHandle GET_AVAILABLE_PROVIDERS = Api.status(125, ADDRESS, ADDRESS);
  private static final MethodHandle RELEASE_AVAILABLE_PROVIDERS =
      Api.status(126, ADDRESS, JAVA_INT);

  private EnvironmentFunctions() {}

  static MemorySegment create(MemorySegment logger, int severity, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      // The name is kept by the library for as long as the environment lives.
      MemorySegment id = Arena.global().allocateFrom(name);
      Status.check(
          (MemorySegment)
              CREATE_WITH_CUSTOM_LOGGER.invokeExact(logger, MemorySegment.NULL, severity, id, out));
      return out.get(ADDRESS, 0);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void disableTelemetryEvents(MemorySegment environment) {
    try {
      Status.check((MemorySegment) DISABLE_TELEMETRY_EVENTS.invokeExact(environment));
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  /** Names such as {@code CPUExecutionProvider}. */
  static List<String> availableProviders() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocate(ADDRESS);
      MemorySegment count = arena.allocate(JAVA_INT);
      Status.check((MemorySegment) GET_AVAILABLE_PROVIDERS.invokeExact(names, count));
      int providers = count.get(JAVA_INT, 0);
      MemorySegment array = names.get(ADDRESS, 0).reinterpret(providers * ADDRESS.byteSize());
      List<String> available = new ArrayList<>(providers);
      for (int i = 0; i < providers; i++) {
        available.add(Text.of(array.getAtIndex(ADDRESS, i)));
      }
      MemorySegment release = names.get(ADDRESS, 0);
      Status.check((MemorySegment) RELEASE_AVAILABLE_PROVIDERS.invokeExact(release, providers));
      return List.copyOf(available);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }
}
