package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.nextflow.engine.EngineException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The function table of the C API, version {@value #VERSION}. The table only ever grows at its end,
 * so an index means the same function in every later library.
 */
final class Api {

  /** ORT_API_VERSION of ONNX Runtime 1.29. */
  static final int VERSION = 29;

  static final Path LIBRARY = NativeLibrary.find();

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemorySegment TABLE = table();

  private Api() {}

  /** A function that returns a status, to be called through {@code invokeExact}. */
  static MethodHandle status(int index, MemoryLayout... arguments) {
    return LINKER.downcallHandle(pointer(index), FunctionDescriptor.of(ADDRESS, arguments));
  }

  /** A function that returns nothing: the releases. */
  static MethodHandle nothing(int index, MemoryLayout... arguments) {
    return LINKER.downcallHandle(pointer(index), FunctionDescriptor.ofVoid(arguments));
  }

  /** A function that returns a number. */
  static MethodHandle number(int index, MemoryLayout... arguments) {
    return LINKER.downcallHandle(pointer(index), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /** What a downcall threw; none of the C functions makes Java throw a checked exception. */
  static RuntimeException unchecked(Throwable thrown) {
    return switch (thrown) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      default -> new IllegalStateException(thrown);
    };
  }

  private static MemorySegment pointer(int index) {
    return TABLE.getAtIndex(ADDRESS, index);
  }

  private static MemorySegment table() {
    Telemetry.turnOff();
    // The library is never unloaded: its threads outlive every session.
    MemorySegment getApiBase =
        SymbolLookup.libraryLookup(LIBRARY, Arena.global()).findOrThrow("OrtGetApiBase");
    try {
      MemorySegment base =
          (MemorySegment)
              LINKER.downcallHandle(getApiBase, FunctionDescriptor.of(ADDRESS)).invokeExact();
      MemorySegment getApi = base.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
      MemorySegment table =
          (MemorySegment)
              LINKER
                  .downcallHandle(getApi, FunctionDescriptor.of(ADDRESS, JAVA_INT))
                  .invokeExact(VERSION);
      if (table.equals(MemorySegment.NULL)) {
        throw new EngineException("NO_LIBRARY", LIBRARY + " is older than ONNX Runtime 1.29");
      }
      return table.reinterpret(Long.MAX_VALUE);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }
}
