package dev.nextflow.gateway.sessions;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps answers before their jobs are forgotten, whether or not anybody asks for their session.
 * Every gateway runs one, and any may go on where another died.
 */
@Component
class SessionKeeper implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SessionKeeper.class);

  /** Half of the shortest time that a job is kept once it has ended. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final int AT_ONCE = 64;

  private final SessionStore store;
  private final Settling settling;
  private final SessionSettings settings;
  private @Nullable Disposable keeping;

  SessionKeeper(SessionStore store, Settling settling, SessionSettings settings) {
    this.store = store;
    this.settling = settling;
    this.settings = settings;
  }

  @Override
  public synchronized void start() {
    keeping =
        Flux.interval(settings.keepEvery())
            .onBackpressureDrop()
            .concatMap(_ -> lookOnce(), 1)
            .subscribe();
  }

  @Override
  public synchronized void stop() {
    if (keeping != null) {
      keeping.dispose();
      keeping = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return keeping != null;
  }

  /** Looks at all sessions with an open place that nobody else looks at. */
  Mono<Void> lookOnce() {
    return Mono.defer(() -> store.unsettled(AT_ONCE, LEASE).collectList())
        .flatMapIterable(sessions -> sessions)
        .concatMap(session ->
            settling
                .settled(session)
                .onErrorResume(failure -> {
                  log.warn("Session {} waits: {}", session.id(), failure.toString());
                  return Mono.empty();
                }))
        .onErrorResume(failure -> {
          log.debug("No session is looked at: {}", failure.toString());
          return Mono.empty();
        })
        .then();
  }
}
