package dev.nextflow.gateway.access;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds out who is calling. Whatever is wrong with credentials is the same {@link
 * ProblemType#UNAUTHENTICATED}: nobody learns whether a key was mistyped, unknown, expired or
 * revoked.
 */
@Component
class Callers {

  private static final Logger log = LoggerFactory.getLogger(Callers.class);

  private final AccessSettings settings;
  private final KeyCallers keys;
  private final JwtCallers tokens;
  private final Caller anybody;
  private final Caller firstAdmin;
  private final @Nullable String hashOfAdminKey;

  Callers(
      AccessSettings settings,
      GatewaySettings gateway,
      KeyCallers keys,
      JwtCallers tokens,
      Tenants tenants) {
    this.settings = settings;
    this.keys = keys;
    this.tokens = tokens;
    Tenant own = tenants.own();
    this.anybody =
        new Caller(new Tenant(gateway.tenant(), tenants.mostOfAll(), own.weight()), Role.ADMIN);
    this.firstAdmin = new Caller(own, Role.ADMIN);
    this.hashOfAdminKey = settings.hashOfAdminKey();
    if (settings.mode() == AccessSettings.Mode.OPEN) {
      log.warn("Everybody who reaches this gateway is its admin (nextflow.gateway.access.mode)");
    } else if (hashOfAdminKey == null) {
      log.info("No admin key is configured: only keys that were made before open this gateway");
    }
  }

  /** Who makes this request. */
  Mono<Caller> of(ServerHttpRequest request) {
    return settings.mode() == AccessSettings.Mode.OPEN
        ? Mono.just(anybody)
        : Mono.justOrEmpty(Bearer.read(request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION)))
            .flatMap(this::holding)
            .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemType.UNAUTHENTICATED)));
  }

  private Mono<Caller> holding(String credentials) {
    if (hashOfAdminKey != null && KeyHash.equal(hashOfAdminKey, KeyHash.of(credentials))) {
      return Mono.just(firstAdmin);
    }
    return credentials.startsWith(ApiKey.PREFIX)
        ? keys.holding(credentials)
        : tokens.holding(credentials);
  }
}
