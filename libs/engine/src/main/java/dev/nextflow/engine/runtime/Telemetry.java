package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.nextflow.engine.EngineException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The published libraries report to their maker unless told not to, by a variable in C's
 * environment, which Java's {@code System.getenv} can neither show nor change.
 */
final class Telemetry {

  static final String SWITCH = "ORT_DISABLE_TELEMETRY";

  private Telemetry() {}

  /** Must come before the library's first call: it starts its reporting thread there. */
  static void turnOff() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
    if (setenv.isEmpty()) {
      return; // Windows has none; there only DisableTelemetryEvents applies.
    }
    MethodHandle set =
        linker.downcallHandle(
            setenv.get(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    int failed;
    try (Arena arena = Arena.ofConfined()) {
      failed = (int) set.invokeExact(arena.allocateFrom(SWITCH), arena.allocateFrom("1"), 1);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
    if (failed != 0) {
      throw new EngineException("TELEMETRY", "cannot set " + SWITCH);
    }
  }
}
