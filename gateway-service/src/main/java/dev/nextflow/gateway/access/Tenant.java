package dev.nextflow.gateway.access;

import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.jobs.Share;
import java.util.regex.Pattern;

/**
 * On whose behalf a request is made. A controller gets it as a parameter; there is no other way to
 * a job than through it. Its limits may change between two requests: what is kept for a tenant is
 * kept under its name.
 *
 * @param name as the queue knows it
 * @param limits how much it may ask for
 * @param weight its share of the workers where tenants compete, relative to others' weights
 */
public record Tenant(String name, TenantLimits limits, int weight) {

  /** What can be a tenant's name. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** Bound of every weight. */
  public static final int MAX_WEIGHT = Share.MAX_WEIGHT;

  /** The share of a tenant for which nothing else was said. */
  public static final int DEFAULT_WEIGHT = 1;

  /** What it may have of a queue. */
  public Share share() {
    return new Share(weight, limits.jobsInFlight());
  }

  /** One that nothing was said about but its name. */
  public Tenant(String name) {
    this(name, TenantLimits.most(TenantLimits.MOST), DEFAULT_WEIGHT);
  }
}
