package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Values: tensors over memory that somebody else owns. */
final class ValueFunctions {

  private static final MethodHandle CREATE_TENSOR_WITH_DATA =
      Api.status(49, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS);
  private static final MethodHandle RELEASE = Api.nothing(96, ADDRESS);

  private ValueFunctions() {}

  /**
   * @param bytes how much of the memory the tensor covers; must be what shape and type need
   * @param elementType ONNXTensorElementDataType
   */
  static MemorySegment createTensor(
      MemorySegment memoryInfo, MemorySegment data, long bytes, long[] shape, int elementType) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      MemorySegment dimensions = arena.allocateFrom(JAVA_LONG, shape);
      Status.check(
          (MemorySegment)
              CREATE_TENSOR_WITH_DATA.invokeExact(
                  memoryInfo, data, bytes, dimensions, (long) shape.length, elementType, out));
      return out.get(ADDRESS, 0);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }

  static void release(MemorySegment value) {
    try {
      RELEASE.invokeExact(value);
    } catch (Throwable thrown) {
      throw Api.unchecked(thrown);
    }
  }
}
