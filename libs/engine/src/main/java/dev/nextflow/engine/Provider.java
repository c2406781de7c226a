package dev.nextflow.engine;

/** Where the graphs run. */
public enum Provider {
  CPU,
  /**
   * Needs a native library built with CUDA; opening an engine fails with one clear line otherwise.
   */
  CUDA
}
