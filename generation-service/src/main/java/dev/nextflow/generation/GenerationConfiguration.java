package dev.nextflow.generation;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.composing.ComposingEngine;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.engine.meters.EngineMeters;
import dev.nextflow.engine.transformer.KeptPrefixes;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.generation.choosing.Chooser;
import dev.nextflow.generation.drawing.DrawingMeters;
import dev.nextflow.generation.drawing.WarmUp;
import dev.nextflow.generation.thinking.Thinker;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.jobs.Reaper;
import dev.nextflow.jobs.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GenerationSettings.class)
class GenerationConfiguration {

  /** Fails the start with one clear line where the bundle is not what it says. */
  @Bean
  Bundle bundle(GenerationSettings settings) {
    return Bundle.load(Path.of(settings.bundle()));
  }

  @Bean
  ComposingEngine composingEngine(Bundle bundle, GenerationSettings settings) {
    return ComposingEngine.open(bundle, settings.engine().options());
  }

  /** Over the same graphs: the weights are in memory once. */
  @Bean
  DrawingEngine drawingEngine(ComposingEngine engine) {
    return engine.drawing();
  }

  @Bean
  WritingEngine writingEngine(DrawingEngine engine) {
    return engine.writing();
  }

  @Bean
  KeptPrefixes keptPrefixes(GenerationSettings settings) {
    return new KeptPrefixes(settings.generation().keptPrefixBytes().toBytes());
  }

  @Bean
  EngineMeters engineMeters(KeptPrefixes kept) {
    return new EngineMeters(kept);
  }

  @Bean
  Duty duty(
      Bundle bundle,
      DrawingEngine drawing,
      WritingEngine writing,
      ComposingEngine composing,
      KeptPrefixes kept,
      JobQueue queue,
      JobSettings jobSettings,
      GenerationSettings settings,
      Traces traces,
      MeterRegistry registry) {
    String generations = QueueNames.generation(bundle.name(), bundle.digest());
    String compositions = QueueNames.composition(bundle.name(), bundle.digest());
    Thinker thinker = new Thinker(bundle.specialTokens(), writing);
    String name = Duty.workerName();
    DrawingMeters meters = new DrawingMeters(registry);
    return new Duty(
        () -> WarmUp.draw(bundle, drawing),
        List.of(
            new JobWorker(
                queue,
                generations,
                name,
                1,
                new GenerationWorker(
                    bundle, drawing, thinker, new Chooser(drawing, writing), kept, meters),
                jobSettings,
                traces),
            new JobWorker(
                queue,
                compositions,
                name,
                1,
                new CompositionWorker(bundle, composing, kept, meters),
                jobSettings,
                traces)),
        Stream.of(generations, compositions)
            .map(queueName -> new Reaper(queue, queueName, jobSettings))
            .toList(),
        settings.drain());
  }
}
