package dev.nextflow.engine.runtime;

import java.lang.foreign.MemorySegment;

/**
 * Memory of a CUDA device, handed out by a session's allocator. Java must never follow its
 * addresses.
 */
final class DeviceMemory implements TensorMemory {

  private final MemorySegment info;
  private final MemorySegment allocator;

  /**
   * @param scope that of the session: the session must outlive its allocator
   */
  DeviceMemory(NativeScope scope, MemorySegment session, int device) {
    info =
        scope.own(
            AllocatorFunctions.createMemoryInfo("Cuda", device),
            AllocatorFunctions::releaseMemoryInfo);
    allocator = scope.own(AllocatorFunctions.create(session, info), AllocatorFunctions::release);
  }

  @Override
  public MemorySegment info() {
    return info;
  }

  @Override
  public MemorySegment allocate(NativeScope scope, long bytes) {
    return scope.ownMemory(
        AllocatorFunctions.alloc(allocator, bytes),
        bytes,
        address -> AllocatorFunctions.free(allocator, address));
  }
}
