package dev.nextflow.gateway.access;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The tenants on whose behalf requests are made. A change takes effect within 5 s. */
@Component
public class Tenants {

  private final RecentlyRead<Account> accounts;
  private final AccessSettings.Limits defaults;
  private final GatewaySettings settings;

  Tenants(AccessStore store, AccessSettings access, GatewaySettings settings) {
    this.accounts = new RecentlyRead<>(store::account);
    this.defaults = access.limits();
    this.settings = settings;
  }

  /**
   * The tenant of this name. Empty where it has no account; {@link ProblemType#FORBIDDEN} where
   * that is suspended.
   */
  Mono<Tenant> named(String name) {
    return accounts
        .get(name)
        .map(account -> {
          if (account.suspended()) {
            throw ProblemException.of(ProblemType.FORBIDDEN);
          }
          return new Tenant(name, limitsOf(account), account.weight());
        });
  }

  /** The one tenant that needs no account, with the limits of one for which nothing was said. */
  Tenant own() {
    return new Tenant(
        settings.tenant(),
        new TenantLimits(
            defaults.requestsPerMinute(),
            defaults.tokensPerMinute(),
            defaults.jobsInFlight(),
            settings.streamsPerTenant()),
        Tenant.DEFAULT_WEIGHT);
  }

  /** The limits of an account, defaults filled in. */
  public TenantLimits limitsOf(Account account) {
    return new TenantLimits(
        orDefault(account.requestsPerMinute(), defaults.requestsPerMinute()),
        orDefault(account.tokensPerMinute(), defaults.tokensPerMinute()),
        (int) orDefault(account.jobsInFlight(), defaults.jobsInFlight()),
        (int) orDefault(account.openStreams(), settings.streamsPerTenant()));
  }

  private static long orDefault(@Nullable Long own, long otherwise) {
    return own == null ? otherwise : own;
  }
}
