package dev.nextflow.gateway.limits;

import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.gateway.access.AccessFilter;
import dev.nextflow.gateway.access.Caller;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Counts requests for work, before they cost anything else: every POST but those that take work
 * back or administer. A counter that gives no answer lets none of them in. Looking is free, and
 * goes on without the counter.
 */
@Component
@Order(AccessFilter.ORDER + 10)
class RequestFilter implements WebFilter {

  private static final List<PathPattern> FREE =
      List.of(
          PathPatternParser.defaultInstance.parse("/v1/jobs/{id}/cancel"),
          PathPatternParser.defaultInstance.parse("/v1/batches/{batch}/cancel"),
          PathPatternParser.defaultInstance.parse("/v1/admin/**"));

  private final Counters counters;

  RequestFilter(Counters counters) {
    this.counters = counters;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    Optional<Tenant> tenant =
        Caller.of(exchange).map(Caller::tenant).filter(known -> known.limits().counted());
    return tenant.isPresent() && isForWork(exchange)
        ? counted(tenant.get(), exchange, chain)
        : chain.filter(exchange);
  }

  private Mono<Void> counted(Tenant tenant, ServerWebExchange exchange, WebFilterChain chain) {
    TenantLimits limits = tenant.limits();
    RateLimitHeaders headers = new RateLimitHeaders(exchange.getResponse(), limits);
    return counters
        .take(tenant.name(), Quota.REQUESTS, Quota.REQUESTS.of(limits), 1, null)
        .flatMap(standing -> {
          headers.tell(Quota.REQUESTS, standing);
          return standing.outcome() == Standing.Outcome.REFUSED
              ? Mono.error(ProblemException.of(ProblemType.TOO_MANY_REQUESTS))
              : chain
                  .filter(exchange)
                  .contextWrite(context -> context.put(RateLimitHeaders.class, headers));
        });
  }

  private static boolean isForWork(ServerWebExchange exchange) {
    PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
    return exchange.getRequest().getMethod() == HttpMethod.POST
        && FREE.stream().noneMatch(free -> free.matches(path));
  }
}
