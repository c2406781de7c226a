package dev.nextflow.engine.runtime;

import dev.nextflow.engine.EngineException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's environment: one per process, made at first use, never released, because its end
 * would race with sessions that other threads still open.
 */
final class Environment {

  private static @Nullable MemorySegment handle;

  private Environment() {}

  /**
   * @throws EngineException if there is no usable library
   */
  static synchronized MemorySegment handle() {
    if (handle == null) {
      handle = create();
    }
    return handle;
  }

  /** Providers the library was built with, such as {@code CPUExecutionProvider}. */
  static List<String> availableProviders() {
    handle();
    return EnvironmentFunctions.availableProviders();
  }

  private static MemorySegment create() {
    try {
      MemorySegment created =
          EnvironmentFunctions.create(LogBridge.function(), LogBridge.severity(), "nextflow");
      EnvironmentFunctions.disableTelemetryEvents(created);
      return created;
    } catch (ExceptionInInitializerError e) {
      throw e.getCause() instanceof EngineException cause
          ? cause
          : new EngineException("NO_LIBRARY", "ONNX Runtime cannot be loaded: " + e.getCause());
    } catch (NoClassDefFoundError e) {
      throw new EngineException("NO_LIBRARY", "ONNX Runtime could not be loaded earlier: " + e);
    }
  }
}
