package dev.nextflow.gateway.limits;

import dev.nextflow.gateway.TenantLimits;
import java.util.Locale;

/** What is counted for each tenant, in windows of {@link #WINDOW_SECONDS}. */
public enum Quota {
  /** Requests for work. */
  REQUESTS,
  /** Tokens of the jobs that were submitted. */
  TOKENS;

  /** A minute. */
  public static final int WINDOW_SECONDS = 60;

  /** The name in headers, and in Redis. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How much of it a tenant may use in a window. */
  long of(TenantLimits limits) {
    return switch (this) {
      case REQUESTS -> limits.requestsPerMinute();
      case TOKENS -> limits.tokensPerMinute();
    };
  }
}
