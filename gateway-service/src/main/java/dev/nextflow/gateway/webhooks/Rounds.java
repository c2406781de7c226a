package dev.nextflow.gateway.webhooks;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One round of looking after another: at intervals, and at once after a nudge. A round that fails
 * ends nothing.
 */
final class Rounds {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final String what;
  private final Duration every;
  private final Sinks.Many<Long> nudges = Sinks.many().multicast().directBestEffort();
  private volatile Sinks.Empty<Void> end = Sinks.empty();
  private boolean failing;

  /**
   * Rounds that have not begun.
   *
   * @param what is looked for, for the log
   */
  Rounds(String what, Duration every) {
    this.what = what;
    this.every = every;
  }

  /**
   * What the rounds bring, until {@link #end}; rounds never overlap. For one subscriber at a time:
   * what was ended can begin again.
   */
  <T> Flux<T> of(Supplier<Flux<T>> round) {
    Sinks.Empty<Void> thisEnd = Sinks.empty();
    end = thisEnd;
    // Ticks that come while a round is under way become one.
    return Flux.merge(nudges.asFlux(), Flux.interval(Duration.ZERO, every))
        .takeUntilOther(thisEnd.asMono())
        .onBackpressureLatest()
        .concatMap(
            tick ->
                Flux.defer(round).doOnComplete(() -> failing = false).onErrorResume(this::survived),
            1);
  }

  /** There may be something to find. A hint: one that gets lost costs an interval. */
  void nudge() {
    nudges.tryEmitNext(0L);
  }

  /** No round begins any more. */
  void end() {
    end.tryEmitEmpty();
  }

  private <T> Mono<T> survived(Throwable error) {
    if (!failing) {
      log.warn("Looking for {} failed, and goes on: {}", what, error.toString());
    }
    failing = true;
    return Mono.empty();
  }
}
