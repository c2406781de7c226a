package dev.nextflow.gateway;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * What stands on every answer, problems included: {@code X-Request-Id} (the caller's own, or a new
 * one), {@code nosniff}, and {@code no-store} where a route said nothing about caching.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class AnswerHeaders implements WebFilter {

  private static final String REQUEST_ID = "X-Request-Id";
  private static final Pattern ACCEPTED_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** The id under which this request stands in the logs. */
  public static String requestId(ServerWebExchange exchange) {
    String id = exchange.getAttribute(REQUEST_ID);
    return id == null ? "-" : id;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    String id = acceptedOrNew(exchange.getRequest().getHeaders().getFirst(REQUEST_ID));
    exchange.getAttributes().put(REQUEST_ID, id);
    exchange
        .getResponse()
        .beforeCommit(() -> {
          HttpHeaders headers = exchange.getResponse().getHeaders();
          headers.set(REQUEST_ID, id);
          headers.set("X-Content-Type-Options", "nosniff");
          if (headers.getCacheControl() == null) {
            headers.setCacheControl("no-store");
          }
          return Mono.empty();
        });
    return chain.filter(exchange);
  }

  private static String acceptedOrNew(@Nullable String callersId) {
    if (callersId != null && ACCEPTED_ID.matcher(callersId).matches()) {
      return callersId;
    }
    // Only has to differ, not to be unguessable.
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
