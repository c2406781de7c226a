package dev.nextflow.tokenizer;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.Provider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be configured.
 *
 * @param bundle folder of the bundle to serve; relative to the working directory
 */
@ConfigurationProperties("nextflow")
record TokenizerSettings(@DefaultValue("bundles/demo") String bundle, @DefaultValue Engine engine) {

  /**
   * Where the graphs run.
   *
   * @param device 0-based index of the CUDA device
   * @param threads of one graph run; 0: as many as there are processors
   */
  record Engine(
      @DefaultValue("cpu") Provider provider,
      @DefaultValue("0") int device,
      @DefaultValue("0") int threads) {

    EngineOptions options() {
      int processors = Runtime.getRuntime().availableProcessors();
      return new EngineOptions(provider, device, threads == 0 ? processors : threads);
    }
  }
}
