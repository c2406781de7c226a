package dev.nextflow.engine.runtime;

import dev.nextflow.engine.EngineException;
import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.Provider;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/** The settings that every session is opened with, and why. */
final class SessionSettings {

  private static final int ALL_GRAPH_OPTIMIZATIONS = 99;
  private static final String CUDA = "CUDAExecutionProvider";

  private SessionSettings() {}

  static MemorySegment create(NativeScope scope, EngineOptions options) {
    MemorySegment settings =
        scope.own(SessionOptionFunctions.create(), SessionOptionFunctions::release);
    SessionOptionFunctions.setGraphOptimizationLevel(settings, ALL_GRAPH_OPTIMIZATIONS);
    SessionOptionFunctions.setIntraOpThreads(settings, options.threads());
    SessionOptionFunctions.setInterOpThreads(settings, 1);
    // Idle threads that spin steal the cores of the neighbours.
    SessionOptionFunctions.addConfigEntry(settings, "session.intra_op.allow_spinning", "0");
    // Weights stored in 8 bits are unfolded to fp32 at load: the fused 8-bit kernels are off by
    // 1e-4.
    SessionOptionFunctions.addConfigEntry(settings, "session.disable_quant_qdq", "1");
    if (options.provider() == Provider.CUDA) {
      appendCuda(settings, options.device());
    }
    return settings;
  }

  private static void appendCuda(MemorySegment settings, int device) {
    List<String> available = Environment.availableProviders();
    if (!available.contains(CUDA)) {
      throw new EngineException(
          "NO_PROVIDER",
          "provider CUDA was asked for, but the ONNX Runtime at "
              + Api.LIBRARY
              + " has only "
              + available
              + "; name one built with CUDA by -D"
              + NativeLibrary.PATH_PROPERTY);
    }
    try (NativeScope scope = new NativeScope()) {
      MemorySegment cuda =
          scope.own(
              SessionOptionFunctions.createCudaOptions(),
              SessionOptionFunctions::releaseCudaOptions);
      // An exhaustive search costs half a second for every new shape of a convolution.
      SessionOptionFunctions.updateCudaOptions(
          cuda,
          Map.of("device_id", Integer.toString(device), "cudnn_conv_algo_search", "HEURISTIC"));
      SessionOptionFunctions.appendCuda(settings, cuda);
    }
  }
}
