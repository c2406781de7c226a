package dev.nextflow.gateway;

import reactor.core.publisher.Mono;

/** Reads the lines of a batch: {@code batches} asks, {@code intake} does. */
public interface BatchLines {

  /**
   * Reads a line of this tenant's. Ends with a problem only where the line is not to blame.
   *
   * @param limits within which the line must be
   */
  Mono<BatchLine> read(String tenant, TenantLimits limits, byte[] line);
}
