package dev.nextflow.gateway.access;

import dev.nextflow.gateway.GatewaySettings;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Finds out who is calling. There are no API keys yet: everybody is the one tenant configured. */
@Component
class Tenants {

  private final Tenant only;

  Tenants(GatewaySettings settings) {
    this.only = new Tenant(settings.tenant());
  }

  /** The tenant of a request. Ends with a problem where the caller can't be told. */
  Mono<Tenant> of(ServerWebExchange exchange) {
    return Mono.just(only);
  }
}
