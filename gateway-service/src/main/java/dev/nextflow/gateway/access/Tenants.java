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
  private final boolean open;
  private final GatewaySettings settings;

  Tenants(AccessStore store, AccessSettings access, GatewaySettings settings) {
    this.accounts = new RecentlyRead<>(store::account);
    this.defaults = access.limits();
    this.open = access.mode() == AccessSettings.Mode.OPEN;
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

  /** The limits of a tenant that is not calling now, suspended or not. */
  public Mono<TenantLimits> limits(String name) {
    return open
        ? Mono.just(mostOfAll())
        : accounts
            .get(name)
            .map(this::limitsOf)
            .switchIfEmpty(Mono.fromSupplier(() -> own().limits()));
  }

  /** What everybody may ask for who is let in without a key. */
  TenantLimits mostOfAll() {
    return TenantLimits.most(settings.streamsPerTenant());
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
