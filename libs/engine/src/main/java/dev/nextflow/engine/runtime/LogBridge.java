package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Carries ONNX Runtime's log lines into ours, on the thread that logs. */
final class LogBridge {

  private static final Logger LOGGER = LoggerFactory.getLogger("dev.nextflow.engine.onnxruntime");

  /** OrtLoggingLevel: verbose, info, warning, error, fatal. */
  private static final Level[] LEVELS = {
    Level.TRACE, Level.DEBUG, Level.WARN, Level.ERROR, Level.ERROR
  };

  private static final String TERMINATED = "terminate flag being set to true";

  private LogBridge() {}

  /** The lowest OrtLoggingLevel worth the crossing. */
  static int severity() {
    return LOGGER.isTraceEnabled() ? 0 : LOGGER.isDebugEnabled() ? 1 : 2;
  }

  /** A function pointer of the type OrtLoggingFunction; valid for ever. */
  static MemorySegment function() {
    try {
      return Linker.nativeLinker()
          .upcallStub(
              MethodHandles.lookup()
                  .findStatic(
                      LogBridge.class,
                      "log",
                      MethodType.methodType(
                          void.class,
                          MemorySegment.class,
                          int.class,
                          MemorySegment.class,
                          MemorySegment.class,
                          MemorySegment.class,
                          MemorySegment.class)),
              FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
              Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static void log(
      MemorySegment parameter,
      int severity,
      MemorySegment category,
      MemorySegment logId,
      MemorySegment location,
      MemorySegment message) {
    try {
      String text = Text.of(message);
      Level level = LEVELS[Math.clamp(severity, 0, LEVELS.length - 1)];
      // A cancelled run is reported like a broken one.
      Level worth = text.contains(TERMINATED) ? Level.DEBUG : level;
      LOGGER.atLevel(worth).log("{} [{}]", text, Text.of(location));
    } catch (Throwable ignored) {
      // Whatever leaves an upcall ends the process: a lost log line is the lesser evil.
    }
  }
}
