package dev.nextflow.generation;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.Provider;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be configured.
 *
 * @param bundle folder of the bundle to draw with; relative to the working directory
 * @param drain how long a stop waits for the end of the scale, or of the few tokens, with which a
 *     job is handed back; then it is cut off
 */
@ConfigurationProperties("nextflow")
record GenerationSettings(
    @DefaultValue("bundles/demo") String bundle,
    @DefaultValue Engine engine,
    @DefaultValue Generation generation,
    @DefaultValue("20s") Duration drain) {

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

  /**
   * How pictures are drawn. What they show does not depend on it.
   *
   * @param keptPrefixBytes most memory for what sessions have read and drawn, kept for their next
   *     turns; 0: nothing is kept
   */
  record Generation(@DefaultValue("256MB") DataSize keptPrefixBytes) {}
}
