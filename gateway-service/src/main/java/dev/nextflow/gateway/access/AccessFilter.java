package dev.nextflow.gateway.access;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Stands before every route of the public port, and before every path that is none: without a
 * caller nobody learns which there are. What lies under {@code /v1/admin} is for admins alone.
 */
@Component
@Order(AccessFilter.ORDER)
public class AccessFilter implements WebFilter {

  /** Right after what stands on every answer; filters that ask for the caller come later. */
  public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

  /** Compared with the path in the way that routes are: decoded, without matrix parameters. */
  private static final PathPattern ADMINS = PathPatternParser.defaultInstance.parse("/v1/admin/**");

  private final ApplicationContext gateway;
  private final Callers callers;

  AccessFilter(ApplicationContext gateway, Callers callers) {
    this.gateway = gateway;
    this.callers = callers;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    // The operators' port inherits this filter; it is theirs alone, and health checks have no key.
    if (exchange.getApplicationContext() != gateway) {
      return chain.filter(exchange);
    }
    return callers
        .of(exchange.getRequest())
        .flatMap(caller -> {
          if (caller.role() != Role.ADMIN && isForAdmins(exchange)) {
            return Mono.error(ProblemException.of(ProblemType.FORBIDDEN));
          }
          caller.attachTo(exchange);
          return chain.filter(exchange);
        });
  }

  private static boolean isForAdmins(ServerWebExchange exchange) {
    return ADMINS.matches(exchange.getRequest().getPath().pathWithinApplication());
  }
}
