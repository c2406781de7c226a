package dev.nextflow.engine.runtime;

import java.lang.foreign.MemorySegment;

/** Memory of this process, which Java reads and writes. */
public enum HostMemory implements TensorMemory {
  INSTANCE;

  private static final class Info {
    static final MemorySegment CPU = AllocatorFunctions.createCpuMemoryInfo();
  }

  @Override
  public MemorySegment info() {
    return Info.CPU;
  }

  @Override
  public MemorySegment allocate(NativeScope scope, long bytes) {
    return scope.allocate(bytes);
  }
}
