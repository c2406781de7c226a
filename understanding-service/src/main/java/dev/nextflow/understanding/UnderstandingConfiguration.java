package dev.nextflow.understanding;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.BundleRefused;
import dev.nextflow.engine.meters.EngineMeters;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.engine.writing.BatchSize;
import dev.nextflow.engine.writing.ContinuousBatch;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.jobs.Reaper;
import dev.nextflow.jobs.Traces;
import dev.nextflow.sequences.UnderstandingWork;
import dev.nextflow.text.TokenBytes;
import dev.nextflow.understanding.answering.TextWriter;
import dev.nextflow.understanding.answering.WarmUp;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UnderstandingSettings.class)
class UnderstandingConfiguration {

  /** Fails the start with one clear line where the bundle is not what it says. */
  @Bean
  Bundle bundle(UnderstandingSettings settings) {
    return Bundle.load(Path.of(settings.bundle()));
  }

  @Bean
  TokenBytes tokenBytes(Bundle bundle) throws IOException {
    try {
      return TokenBytes.load(bundle.file("tokenizer.json"));
    } catch (IllegalArgumentException e) {
      throw new BundleRefused(e.getMessage(), e);
    }
  }

  @Bean
  WritingEngine writingEngine(Bundle bundle, UnderstandingSettings settings) {
    return WritingEngine.open(bundle, settings.engine().options());
  }

  @Bean
  KeptPrefixes keptPrefixes(UnderstandingSettings settings) {
    return new KeptPrefixes(settings.understanding().keptPrefixBytes().toBytes());
  }

  @Bean
  EngineMeters engineMeters(KeptPrefixes kept) {
    return new EngineMeters(kept);
  }

  @Bean
  TextWriter textWriter(
      WritingEngine engine, UnderstandingSettings settings, MeterRegistry registry) {
    UnderstandingSettings.Understanding understanding = settings.understanding();
    ContinuousBatch batch =
        engine.batch(
            new BatchSize(
                understanding.slots(),
                UnderstandingWork.MAX_TOKENS,
                UnderstandingWork.MAX_PICTURES,
                understanding.prefillChunk()));
    DistributionSummary texts = registry.summary("nextflow.understanding.batch");
    return new TextWriter(batch, texts::record);
  }

  @Bean
  Duty duty(
      Bundle bundle,
      TokenBytes tokens,
      TextWriter writer,
      KeptPrefixes kept,
      JobQueue queue,
      JobSettings jobSettings,
      UnderstandingSettings settings,
      Traces traces) {
    String queueName = QueueNames.understanding(bundle.name(), bundle.digest());
    return new Duty(
        () -> WarmUp.write(bundle, writer),
        new JobWorker(
            queue,
            queueName,
            Duty.workerName(),
            settings.understanding().slots(),
            new UnderstandingWorker(bundle, tokens, writer, kept),
            jobSettings,
            traces),
        new Reaper(queue, queueName, jobSettings),
        settings.drain());
  }
}
