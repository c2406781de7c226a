package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class TelemetryTest {

  private static final Linker LINKER = Linker.nativeLinker();

  @Test
  void isOffInTheEnvironmentThatNativeCodeReads() throws Throwable {
    setenv("0");
    Telemetry.turnOff();
    assertThat(getenv()).isEqualTo("1");
  }

  private static void setenv(String value) throws Throwable {
    MethodHandle setenv =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("setenv"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int failed =
          (int)
              setenv.invokeExact(
                  arena.allocateFrom(Telemetry.SWITCH), arena.allocateFrom(value), 1);
      assertThat(failed).isZero();
    }
  }

  private static String getenv() throws Throwable {
    MethodHandle getenv =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("getenv"), FunctionDescriptor.of(ADDRESS, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      return Text.of((MemorySegment) getenv.invokeExact(arena.allocateFrom(Telemetry.SWITCH)));
    }
  }
}
