package dev.nextflow.gateway.webhooks;

import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/** A tenant's server over real HTTP, which keeps what it gets and answers as a test says. */
final class Receiver implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final List<Hit> hits = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Behaviour behaviour = answering(204);
  private final DisposableServer server;

  /** A request. */
  record Hit(String method, String path, Map<String, String> headers, String body) {

    String id() {
      return headers.get("webhook-id");
    }

    long timestamp() {
      return Long.parseLong(headers.get("webhook-timestamp"));
    }
  }

  /** What it does with a request. */
  interface Behaviour {
    Publisher<Void> on(Hit hit, HttpServerResponse response);
  }

  Receiver() {
    this("127.0.0.1", http -> http);
  }

  Receiver(String host, UnaryOperator<HttpServer> customised) {
    server =
        customised
            .apply(HttpServer.create().host(host).port(0))
            .doOnConnection(connection -> connections.incrementAndGet())
            .handle((request, response) ->
                request
                    .receive()
                    .aggregate()
                    .asString()
                    .defaultIfEmpty("")
                    .flatMap(body -> {
                      Hit hit =
                          new Hit(
                              request.method().name(),
                              request.uri(),
                              headers(request.requestHeaders()),
                              body);
                      hits.add(hit);
                      return Mono.from(behaviour.on(hit, response));
                    }))
            .bindNow();
  }

  static Behaviour answering(int status) {
    return (hit, response) -> response.status(status).send();
  }

  /** Takes the request and says nothing, ever. */
  static Behaviour silent() {
    return (hit, response) -> Mono.never();
  }

  Receiver behaves(Behaviour behaviour) {
    this.behaviour = behaviour;
    return this;
  }

  int port() {
    return server.port();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/hook";
  }

  List<Hit> hits() {
    return hits;
  }

  /** Connections that were made, even if nothing came over them. */
  int connections() {
    return connections.get();
  }

  /** Waits until so many requests have come. */
  List<Hit> await(int count) {
    Eventually.holds(count + " requests at the receiver", SOON, () -> hits.size() >= count);
    return hits;
  }

  private static Map<String, String> headers(Iterable<Map.Entry<String, String>> headers) {
    return StreamSupport.stream(headers.spliterator(), false)
        .collect(
            Collectors.toMap(
                header -> header.getKey().toLowerCase(Locale.ROOT),
                Map.Entry::getValue,
                (first, second) -> first + "," + second));
  }

  @Override
  public void close() {
    server.disposeNow();
  }
}
