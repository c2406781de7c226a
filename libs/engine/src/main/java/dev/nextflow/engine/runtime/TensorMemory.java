package dev.nextflow.engine.runtime;

import java.lang.foreign.MemorySegment;

/** Where tensors lie: in this process, or on the device that a session runs on. */
public sealed interface TensorMemory permits HostMemory, DeviceMemory {

  /** ONNX Runtime's description of the place; lives as long as the memory. */
  MemorySegment info();

  /** Room that lasts until the scope closes. Only the host's is zeroed. */
  MemorySegment allocate(NativeScope scope, long bytes);

  /** Room for so many elements. */
  default Buffer buffer(NativeScope scope, ElementType type, long elements) {
    return new Buffer(this, type, elements, allocate(scope, elements * type.bytes()));
  }
}
