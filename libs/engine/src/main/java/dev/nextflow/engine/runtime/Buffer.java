package dev.nextflow.engine.runtime;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Elements of one type in one memory, as long as the scope it was allocated in. Tensors are views
 * of it: cutting another shape out of the same room costs nothing.
 */
public final class Buffer {

  private final TensorMemory memory;
  private final ElementType type;
  private final long elements;
  private final MemorySegment address;

  Buffer(TensorMemory memory, ElementType type, long elements, MemorySegment address) {
    this.memory = memory;
    this.type = type;
    this.elements = elements;
    this.address = address;
  }

  /** A tensor over the first elements. */
  public Tensor tensor(NativeScope scope, long... shape) {
    return tensorAt(scope, 0, shape);
  }

  /**
   * A tensor over the elements from {@code offset}.
   *
   * @param scope releases the tensor, not the elements; the buffer's scope must close later
   * @throws IndexOutOfBoundsException if the shape does not fit in
   */
  public Tensor tensorAt(NativeScope scope, long offset, long... shape) {
    long count = 1;
    for (long dimension : shape) {
      count = Math.multiplyExact(count, dimension);
    }
    Objects.checkFromIndexSize(offset, count, elements);
    MemorySegment start = MemorySegment.ofAddress(address.address() + offset * type.bytes());
    return new Tensor(
        scope.own(
            ValueFunctions.createTensor(
                memory.info(), start, count * type.bytes(), shape, type.code),
            ValueFunctions::release));
  }

  /**
   * The elements themselves.
   *
   * @throws IllegalStateException if they are on a device
   */
  public MemorySegment elements() {
    if (memory != HostMemory.INSTANCE) {
      throw new IllegalStateException("these elements are on a device");
    }
    return address;
  }
}
