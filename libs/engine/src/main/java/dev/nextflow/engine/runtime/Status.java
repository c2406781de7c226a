package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;

import dev.nextflow.engine.EngineException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * What every function answers: null for success, else a code and a text that the caller must
 * release.
 */
final class Status {

  private static final MethodHandle CODE = Api.number(1, ADDRESS);
  private static final MethodHandle MESSAGE = Api.status(2, ADDRESS);
  private static final MethodHandle RELEASE = Api.nothing(93, ADDRESS);

  /** OrtErrorCode, in its order. */
  private static final List<String> CODES =
      List.of(
          "OK",
          "FAIL",
          "INVALID_ARGUMENT",
          "NO_SUCHFILE",
          "NO_MODEL",
          "ENGINE_ERROR",
          "RUNTIME_EXCEPTION",
          "INVALID_PROTOBUF",
          "MODEL_LOADED",
          "NOT_IMPLEMENTED",
          "INVALID_GRAPH",
          "EP_FAIL",
          "MODEL_LOAD_CANCELED",
          "MODEL_REQUIRES_COMPILATION",
          "NOT_FOUND");

  private Status() {}

  /**
   * @throws EngineException if the status is not null
   */
  static void check(MemorySegment status) {
    if (status.address() == 0) {
      return;
    }
    try {
      int code = (int) CODE.invokeExact(status);
      MemorySegment message = (MemorySegment) MESSAGE.invokeExact(status);
      String text = Text.of(message);
      RELEASE.invokeExact(status);
      throw new EngineException(code < CODES.size() ? CODES.get(code) : "CODE_" + code, text);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }
}
