package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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
   * Writes elements on the host. Whole arrays: single accesses are slow until they are compiled.
   */
  public void write(long offset, float... values) {
    MemorySegment.copy(values, 0, elements(), JAVA_FLOAT, offset * Float.BYTES, values.length);
  }

  /** Writes elements on the host. */
  public void write(long offset, long... values) {
    MemorySegment.copy(values, 0, elements(), JAVA_LONG, offset * Long.BYTES, values.length);
  }

  /** Moves elements on the host; the two places may overlap. */
  public void move(long from, long to, int count) {
    MemorySegment.copy(
        elements(),
        from * type.bytes(),
        elements(),
        to * type.bytes(),
        (long) count * type.bytes());
  }

  /** Copies elements of the same type on the host into another buffer. */
  public void copyTo(long from, Buffer other, long to, long count) {
    MemorySegment.copy(
        elements(), from * type.bytes(), other.elements(), to * type.bytes(), count * type.bytes());
  }

  /** Reads elements on the host. */
  public long[] longs(long offset, int count) {
    long[] values = new long[count];
    MemorySegment.copy(elements(), JAVA_LONG, offset * Long.BYTES, values, 0, count);
    return values;
  }

  /** Reads elements on the host. */
  public float[] floats(long offset, int count) {
    float[] values = new float[count];
    MemorySegment.copy(elements(), JAVA_FLOAT, offset * Float.BYTES, values, 0, count);
    return values;
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
