package dev.nextflow.gateway;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * How the gateway goes. Boot calls it not ready as the first thing of a stop. Then its duties:
 *
 * <ol>
 *   <li>linger: answer on, with {@code Connection: close}, so that balancers and callers are
 *       elsewhere before the port closes;
 *   <li>end what may take long and can be taken up elsewhere;
 *   <li>after some more time, send away those who wait on a line that can't be.
 * </ol>
 *
 * <p>The server's own graceful stop comes after the first two, and waits for all that is under way.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class Departure implements WebFilter, SmartLifecycle {

  private final DepartureSettings settings;
  private final Sinks.Empty<Void> lingered = Sinks.empty();
  private final Sinks.Empty<Void> lastCall = Sinks.empty();
  private volatile boolean running;
  private volatile boolean leaving;

  public Departure(DepartureSettings settings) {
    this.settings = settings;
  }

  /** Completes when streams and waits that can be taken up elsewhere have to end. */
  public Mono<Void> lingered() {
    return lingered.asMono();
  }

  /** Completes when nobody can be kept waiting any more. */
  public Mono<Void> lastCall() {
    return lastCall.asMono();
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
    after(
        settings.linger(),
        () -> {
          lingered.tryEmitEmpty();
          after(settings.lastAnswers(), lastCall::tryEmitEmpty);
          callback.run();
        });
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private static void after(Duration pause, Runnable action) {
    if (pause.isZero()) {
      action.run();
    } else {
      Mono.delay(pause).subscribe(_ -> action.run());
    }
  }
}
