package dev.nextflow.gateway.openai;

import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The end of a request as its connection knows it. A caller who leaves cancels its answer, too, but
 * that cancel can be lost while the answer's first event is on its way from another thread.
 */
final class HangUp {

  private HangUp() {}

  /** Completes when the caller is gone or has all of its answer; never on another server. */
  static Mono<Void> of(ServerWebExchange exchange) {
    Object response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
    return response instanceof HttpServerResponse netty
        ? Mono.create(sink ->
            netty.withConnection(connection ->
                connection.onTerminate().subscribe(null, _ -> sink.success(), sink::success)))
        : Mono.never();
  }
}
