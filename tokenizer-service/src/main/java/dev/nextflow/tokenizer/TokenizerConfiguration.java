package dev.nextflow.tokenizer;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What both halves of the service, text and images, stand on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokenizerSettings.class)
class TokenizerConfiguration {

  /** Fails the start with one clear line where the bundle is not what it says. */
  @Bean
  Bundle bundle(TokenizerSettings settings) {
    return Bundle.load(Path.of(settings.bundle()));
  }

  @Bean
  EngineOptions engineOptions(TokenizerSettings settings) {
    return settings.engine().options();
  }

  @Bean
  ServedModel servedModel(Bundle bundle) {
    return new ServedModel(bundle);
  }

  /** Microseconds of work each, with rare hostile exceptions. */
  @Bean
  CpuPool textPool(MeterRegistry meters) {
    return new CpuPool("text", 2, 256, meters);
  }

  /** Tens to hundreds of milliseconds of work each, and up to 60 MB of memory. */
  @Bean
  CpuPool imagePool(MeterRegistry meters) {
    return new CpuPool("images", 2, 32, meters);
  }
}
