package dev.nextflow.gateway.access;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a tenant. A limit that is null is the gateway's default, whatever that is when it
 * is asked.
 *
 * @param suspended nobody gets in on its behalf; jobs that it has submitted go on
 */
public record Account(
    String name,
    long createdAtMs,
    boolean suspended,
    int weight,
    @Nullable Long requestsPerMinute,
    @Nullable Long tokensPerMinute,
    @Nullable Long jobsInFlight,
    @Nullable Long openStreams) {

  /**
   * What is to be changed of an account; null: nothing. Values are within the bounds of {@link
   * dev.nextflow.gateway.TenantLimits} and {@link Tenant}.
   */
  public record Change(
      @Nullable Boolean suspended,
      @Nullable Long weight,
      @Nullable Long requestsPerMinute,
      @Nullable Long tokensPerMinute,
      @Nullable Long jobsInFlight,
      @Nullable Long openStreams) {}
}
