package dev.nextflow.understanding;

import dev.nextflow.engine.transformer.KeptPrefixes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** Tells how often a session's turn finds what its turns before have read. */
final class PrefixMeters {

  private PrefixMeters() {}

  static void bind(MeterRegistry registry, KeptPrefixes kept) {
    registry.gauge("nextflow.prefixes.bytes", kept, KeptPrefixes::bytes);
    FunctionCounter.builder("nextflow.prefixes.hits", kept, KeptPrefixes::hits).register(registry);
    FunctionCounter.builder("nextflow.prefixes.misses", kept, KeptPrefixes::misses)
        .register(registry);
    FunctionCounter.builder("nextflow.prefixes.tokens", kept, KeptPrefixes::tokensSpared)
        .register(registry);
  }
}
