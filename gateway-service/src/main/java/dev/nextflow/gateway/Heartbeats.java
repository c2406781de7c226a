package dev.nextflow.gateway;

import java.time.Duration;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;

/** Comments on a stream of server-sent events, which keep proxies from closing it. */
public final class Heartbeats {

  private static final ServerSentEvent<String> HEARTBEAT =
      ServerSentEvent.<String>builder().comment("").build();

  private Heartbeats() {}

  /**
   * The same stream with comments between the events. The first comment goes out at once, so that
   * the client knows it is connected.
   */
  public static Flux<ServerSentEvent<String>> on(
      Flux<ServerSentEvent<String>> events, Duration pause) {
    return events.publish(shared ->
        Flux.interval(pause)
            .onBackpressureDrop() // a slow reader needs no heartbeat
            .map(_ -> HEARTBEAT)
            .startWith(HEARTBEAT)
            .takeUntilOther(shared.then())
            .mergeWith(shared));
  }
}
