package dev.nextflow.gateway.limits;

import dev.nextflow.gateway.TenantLimits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.util.context.ContextView;

/**
 * What an answer says about its tenant's limits: {@code RateLimit-Policy} and {@code RateLimit} as
 * draft-ietf-httpapi-ratelimit-headers-11 has them, and {@code Retry-After} where something was
 * refused. Travels with the request in Reactor's context, so that whoever counts need not know the
 * answer. Thread-safe.
 */
final class RateLimitHeaders {

  private final ServerHttpResponse response;
  private final TenantLimits limits;
  private final Map<Quota, Standing> standings = new EnumMap<>(Quota.class);

  RateLimitHeaders(ServerHttpResponse response, TenantLimits limits) {
    this.response = response;
    this.limits = limits;
  }

  /** Tells the answer of the request at hand; work that no request waits for has none. */
  static void tell(ContextView context, Quota quota, Standing standing) {
    context
        .<RateLimitHeaders>getOrEmpty(RateLimitHeaders.class)
        .ifPresent(headers -> headers.tell(quota, standing));
  }

  synchronized void tell(Quota quota, Standing standing) {
    standings.put(quota, standing);
    if (response.isCommitted()) {
      return;
    }
    HttpHeaders headers = response.getHeaders();
    headers.set("RateLimit-Policy", policy(limits));
    headers.set("RateLimit", standing(standings));
    if (standing.outcome() == Standing.Outcome.REFUSED) {
      headers.set(HttpHeaders.RETRY_AFTER, Long.toString(standing.waitSeconds()));
    }
  }

  /** Quotas with their windows; the draft registers no unit for tokens, so this one is ours. */
  static String policy(TenantLimits limits) {
    return Arrays.stream(Quota.values())
        .map(quota ->
            "\"%s\";q=%d%s;w=%d"
                .formatted(
                    quota.wireName(),
                    quota.of(limits),
                    quota == Quota.TOKENS ? ";qu=\"tokens\"" : "",
                    Quota.WINDOW_SECONDS))
        .collect(Collectors.joining(", "));
  }

  /** What is left, and the seconds for which it has to last. */
  static String standing(Map<Quota, Standing> standings) {
    return standings.entrySet().stream()
        .map(entry ->
            "\"%s\";r=%d;t=%d"
                .formatted(
                    entry.getKey().wireName(),
                    entry.getValue().left(),
                    entry.getValue().waitSeconds()))
        .collect(Collectors.joining(", "));
  }
}
