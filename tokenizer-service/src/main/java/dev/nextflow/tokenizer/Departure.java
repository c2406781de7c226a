package dev.nextflow.tokenizer;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * How the service goes. Boot calls it not ready as the first thing of a stop; then it answers on
 * for a while, with {@code Connection: close}, so that whoever calls is elsewhere before the port
 * closes. The server's own graceful stop comes after that, and waits for calls under way.
 */
@Component
final class Departure implements WebFilter, SmartLifecycle {

  private final TokenizerSettings settings;
  private volatile boolean running;
  private volatile boolean leaving;

  Departure(TokenizerSettings settings) {
    this.settings = settings;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpResponse answer = exchange.getResponse();
    answer.beforeCommit(() -> {
      if (leaving) {
        answer.getHeaders().set(HttpHeaders.CONNECTION, "close");
      }
      return Mono.empty();
    });
    return chain.filter(exchange);
  }

  @Override
  public void start() {
    running = true;
  }

  /** Returns at once; the callback comes once it has lingered. */
  @Override
  public void stop(Runnable callback) {
    running = false;
    leaving = true;
    Mono.delay(settings.linger()).subscribe(_ -> callback.run());
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
