package dev.nextflow.tokenizer;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.Provider;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be configured.
 *
 * @param bundle folder of the bundle to serve; relative to the working directory
 * @param linger how long a service that is told to stop answers on although it is not ready any
 *     more: longer than a balancer needs to notice; shorter than {@code
 *     spring.lifecycle.timeout-per-shutdown-phase}
 */
@ConfigurationProperties("nextflow")
record TokenizerSettings(
    @DefaultValue("bundles/demo") String bundle,
    @DefaultValue Engine engine,
    @DefaultValue("5s") Duration linger) {

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
