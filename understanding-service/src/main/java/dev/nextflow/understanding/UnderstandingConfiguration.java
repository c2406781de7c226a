package dev.nextflow.understanding;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobWorker;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.jobs.Reaper;
import dev.nextflow.understanding.answering.WarmUp;
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
  WritingEngine writingEngine(Bundle bundle, UnderstandingSettings settings) {
    return WritingEngine.open(bundle, settings.engine().options());
  }

  @Bean
  Duty duty(
      Bundle bundle,
      WritingEngine engine,
      JobQueue queue,
      JobSettings jobSettings,
      UnderstandingSettings settings) {
    String queueName = QueueNames.understanding(bundle.name(), bundle.digest());
    return new Duty(
        () -> WarmUp.write(bundle, engine),
        new JobWorker(
            queue,
            queueName,
            Duty.workerName(),
            new UnderstandingWorker(bundle, engine),
            jobSettings),
        new Reaper(queue, queueName, jobSettings),
        settings.drain());
  }
}
