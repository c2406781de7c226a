package dev.nextflow.engine;

/**
 * Where and how widely the graphs of one engine run.
 *
 * @param device 0-based index of the CUDA device; unused on the CPU
 * @param threads threads of one graph run, at least 1; give it the processors of the container
 */
public record EngineOptions(Provider provider, int device, int threads) {

  public EngineOptions {
    if (device < 0) {
      throw new IllegalArgumentException("device must not be negative: " + device);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
  }

  /** The CPU with so many threads per run. */
  public static EngineOptions cpu(int threads) {
    return new EngineOptions(Provider.CPU, 0, threads);
  }
}
