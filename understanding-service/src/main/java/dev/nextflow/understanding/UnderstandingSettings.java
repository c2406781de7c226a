package dev.nextflow.understanding;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.Provider;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What can be configured.
 *
 * @param bundle folder of the bundle to answer with; relative to the working directory
 * @param drain how long a stop waits for the next report of each job, with which it is handed back;
 *     then they are cut off
 */
@ConfigurationProperties("nextflow")
record UnderstandingSettings(
    @DefaultValue("bundles/demo") String bundle,
    @DefaultValue Engine engine,
    @DefaultValue Understanding understanding,
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
   * How texts are written beside each other. What a text says depends on neither.
   *
   * @param slots texts at once, as many as jobs that this worker takes
   * @param prefillChunk most prompt tokens that are read between two tokens of the texts under way;
   *     a scale of a picture is read whole
   * @param keptPrefixBytes most memory for what sessions have read, kept for their next turns; 0:
   *     nothing is kept
   */
  record Understanding(
      @DefaultValue("16") int slots,
      @DefaultValue("64") int prefillChunk,
      @DefaultValue("256MB") DataSize keptPrefixBytes) {}
}
