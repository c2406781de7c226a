package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.redis.QueueKeys.JobKeys;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.SubscriptionListener;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.listener.PatternTopic;
import org.springframework.data.redis.listener.ReactiveRedisMessageListenerContainer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * What the scripts publish, over one connection per process. Hints only: Redis forgets what nobody
 * listens to, so whoever waits here also looks again at intervals.
 */
final class Signals implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Signals.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Sinks.Many<Signal> heard = Sinks.many().multicast().directBestEffort();
  private final Sinks.Empty<Void> subscribed = Sinks.empty();
  private final Duration lookAgainEvery;
  private final List<PatternTopic> topics;
  private final ReactiveStringRedisTemplate redis;
  private volatile @Nullable ReactiveRedisMessageListenerContainer connection;
  private volatile boolean closed;
  private boolean started;

  Signals(ReactiveStringRedisTemplate redis, JobSettings settings, SignalSettings heard) {
    this.redis = redis;
    this.topics =
        heard.queues().stream().map(queues -> new PatternTopic(QueueKeys.signals(queues))).toList();
    this.lookAgainEvery = settings.lookAgainEvery();
  }

  /** Opens the connection, which the first who waits would do else; completes once it is heard. */
  Mono<Void> open() {
    return Mono.fromRunnable(this::listen).then(subscribed.asMono());
  }

  /** Ticks when a job may be ready; and at once, and at intervals. */
  Flux<Object> ready(String queue) {
    return ticks(new Signal(queue, "ready"));
  }

  /** Ticks when the job may have a new event; and at once, and at intervals. */
  Flux<Object> events(JobKeys job) {
    return ticks(new Signal(job.queue().queue(), "event " + job.name()));
  }

  /** Ticks when the job's worker should look at its lease; only then. */
  Flux<Object> cancels(JobKeys job) {
    Signal awaited = new Signal(job.queue().queue(), "cancel " + job.name());
    return hear(awaited).cast(Object.class);
  }

  @Override
  public void close() {
    closed = true;
    ReactiveRedisMessageListenerContainer open = connection;
    if (open != null) {
      // Waited for: the driver must not be closed while it still unsubscribes.
      open.destroyLater().onErrorComplete().block(LONGEST_PAUSE);
    }
  }

  // Ticks that come while the last one is still worked on become one.
  private Flux<Object> ticks(Signal awaited) {
    return Flux.<Object>merge(hear(awaited), Flux.interval(Duration.ZERO, lookAgainEvery))
        .onBackpressureLatest();
  }

  private Flux<Signal> hear(Signal awaited) {
    return Flux.defer(() -> {
      listen();
      return heard.asFlux().filter(signal -> signal.equals(awaited) || signal == Signal.ANY);
    });
  }

  private synchronized void listen() {
    if (!started) {
      started = true;
      Flux.defer(this::messages)
          // Opening a connection blocks.
          .subscribeOn(Schedulers.boundedElastic())
          .retryWhen(
              Retry.backoff(Long.MAX_VALUE, lookAgainEvery)
                  .maxBackoff(LONGEST_PAUSE)
                  .filter(error -> !closed))
          .subscribe(heard::tryEmitNext, error -> log.debug("No more signals", error));
    }
  }

  private Flux<Signal> messages() {
    if (closed) {
      return Flux.empty();
    }
    ReactiveRedisMessageListenerContainer opened =
        new ReactiveRedisMessageListenerContainer(redis.getConnectionFactory());
    connection = opened;
    return opened
        .receive(topics, new LookOnce())
        .map(message -> new Signal(QueueKeys.queueOf(message.getChannel()), message.getMessage()))
        .onErrorResume(error ->
            closed
                ? Flux.error(error)
                : opened.destroyLater().onErrorComplete().thenMany(Flux.error(error)));
  }

  /** Signals from before a subscription are lost, also after a reconnect: everybody looks once. */
  private final class LookOnce implements SubscriptionListener {

    @Override
    public void onPatternSubscribed(byte[] pattern, long count) {
      heard.tryEmitNext(Signal.ANY);
      if (count >= topics.size()) {
        subscribed.tryEmitEmpty();
      }
    }
  }

  /**
   * A message.
   *
   * @param text {@code ready}, {@code event <name>} or {@code cancel <name>}
   */
  private record Signal(String queue, String text) {

    static final Signal ANY = new Signal("", "");
  }
}
