package dev.nextflow.gateway.access;

import java.util.Optional;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who makes a request.
 *
 * @param tenant on whose behalf
 */
public record Caller(Tenant tenant, Role role) {

  private static final String ATTRIBUTE = Caller.class.getName();

  /** The caller of a request; empty only on the operators' port, which has none. */
  public static Optional<Caller> of(ServerWebExchange exchange) {
    return Optional.ofNullable(exchange.getAttribute(ATTRIBUTE));
  }

  void attachTo(ServerWebExchange exchange) {
    exchange.getAttributes().put(ATTRIBUTE, this);
  }
}
