package dev.nextflow.gateway.webhooks;

import dev.nextflow.jobs.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of this package is not found by itself. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookSettings.class)
class WebhookConfiguration {

  @Bean
  Sender webhookSender(
      SecretVault vault, WebhookSettings settings, MeterRegistry meters, Traces traces) {
    return new Sender(vault, settings, Clock.systemUTC(), meters, traces, http -> http);
  }
}
