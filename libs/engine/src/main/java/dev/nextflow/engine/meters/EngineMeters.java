package dev.nextflow.engine.meters;

import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.transformer.KeptPrefixes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What memory the engine takes, and how often a session's turn finds what its turns before have
 * read, as {@code docs/operations/metrics.md} has it.
 *
 * @param kept of this worker
 */
public record EngineMeters(KeptPrefixes kept) implements MeterBinder {

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("nextflow.engine.cache", () -> NativeScope.usage().cacheBytes())
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("nextflow.engine.buffers", () -> NativeScope.usage().bytes())
        .baseUnit("bytes")
        .register(registry);
    registry.gauge("nextflow.prefixes.bytes", kept, KeptPrefixes::bytes);
    FunctionCounter.builder("nextflow.prefixes.hits", kept, KeptPrefixes::hits).register(registry);
    FunctionCounter.builder("nextflow.prefixes.misses", kept, KeptPrefixes::misses)
        .register(registry);
    FunctionCounter.builder("nextflow.prefixes.tokens", kept, KeptPrefixes::tokensSpared)
        .register(registry);
  }
}
