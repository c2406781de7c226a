package dev.nextflow.generation;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.generation.drawing.WarmUp;
import dev.nextflow.generation.thinking.Thinker;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.jobs.Reaper;
import java.nio.file.Path;
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
  DrawingEngine drawingEngine(Bundle bundle, GenerationSettings settings) {
    return DrawingEngine.open(bundle, settings.engine().options());
  }

  @Bean
  WritingEngine writingEngine(DrawingEngine engine) {
    return engine.writing();
  }

  @Bean
  Duty duty(
      Bundle bundle,
      DrawingEngine engine,
      WritingEngine writing,
      JobQueue queue,
      JobSettings jobSettings,
      GenerationSettings settings) {
    Thinker thinker = new Thinker(bundle.specialTokens(), writing);
    String queueName = QueueNames.generation(bundle.name(), bundle.digest());
    return new Duty(
        () -> WarmUp.draw(bundle, engine),
        new JobWorker(
            queue,
            queueName,
            Duty.workerName(),
            new GenerationWorker(bundle, engine, thinker),
            jobSettings),
        new Reaper(queue, queueName, jobSettings),
        settings.drain());
  }
}
