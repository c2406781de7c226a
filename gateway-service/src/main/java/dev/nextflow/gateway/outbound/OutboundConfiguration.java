package dev.nextflow.gateway.outbound;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of this package is not found by itself. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboundSettings.class)
class OutboundConfiguration {

  @Bean
  PublicFiles publicFiles(OutboundSettings settings) {
    return new PublicFiles(settings);
  }
}
