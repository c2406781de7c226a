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

  private static final int MOST_DIMENSIONS = 8;

  /**
   * The result, then the dimensions. Kept per thread, because tensors are made dozens at every run
   * and an arena for each costs more than the call.
   */
  private static final ThreadLocal<MemorySegment> SCRATCH =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(JAVA_LONG, 1 + MOST_DIMENSIONS));

  private ValueFunctions() {}

  /**
   * @param bytes how much of the memory the tensor covers; must be what shape and type need
   * @param elementType ONNXTensorElementDataType
   */
  static MemorySegment createTensor(
      MemorySegment memoryInfo, MemorySegment data, long bytes, long[] shape, int elementType) {
    MemorySegment scratch = SCRATCH.get();
    MemorySegment dimensions = scratch.asSlice(ADDRESS.byteSize());
    MemorySegment.copy(shape, 0, dimensions, JAVA_LONG, 0, shape.length);
    try {
      Status.check(
          (MemorySegment)
              CREATE_TENSOR_WITH_DATA.invokeExact(
                  memoryInfo, data, bytes, dimensions, (long) shape.length, elementType, scratch));
      return scratch.get(ADDRESS, 0);
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
