package dev.nextflow.traces;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;

/**
 * Has every service go on with the traces of its callers. They are recorded only where there is
 * somebody to send them to, see {@code docs/operations/traces.md}.
 */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@EnableConfigurationProperties({TraceSettings.class, TracingProperties.class})
public class TracesConfiguration {

  @Bean
  Sampler sampler(
      ObjectProvider<SpanExporter> exporters, TracingProperties tracing, TraceSettings settings) {
    if (exporters.stream().findAny().isEmpty()) {
      return Sampler.alwaysOff();
    }
    Sampler share = Sampler.traceIdRatioBased(tracing.getSampling().getProbability());
    // By the trace's id alone: all spans of a trace are recorded here, or none, whatever they
    // follow.
    return settings.heedCallers() ? Sampler.parentBased(share) : share;
  }

  @Bean
  SpanExporters spanExporters(ObjectProvider<SpanExporter> exporters) {
    return SpanExporters.of(
        exporters.orderedStream().<SpanExporter>map(SparingExporter::new).toList());
  }
}
