package dev.nextflow.gateway.admin;

import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.gateway.access.Account;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A tenant as the admin API shows it, with the limits that hold for it. */
@JsonNaming(SnakeCaseStrategy.class)
record TenantView(
    String name,
    String object,
    Instant createdAt,
    boolean suspended,
    int weight,
    long requestsPerMinute,
    long tokensPerMinute,
    int jobsInFlight,
    int openStreams) {

  static TenantView of(Account account, TenantLimits limits) {
    return new TenantView(
        account.name(),
        "tenant",
        Instant.ofEpochMilli(account.createdAtMs()),
        account.suspended(),
        account.weight(),
        limits.requestsPerMinute(),
        limits.tokensPerMinute(),
        limits.jobsInFlight(),
        limits.openStreams());
  }

  record ListView(String object, List<TenantView> data) {}
}
