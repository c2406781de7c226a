package dev.nextflow.gateway.webhooks;

import dev.nextflow.jobs.QueueUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Sends what is due. Duties:
 *
 * <ol>
 *   <li>claim due deliveries, as many as it has hands for;
 *   <li>make one attempt for each claim, all side by side: a slow receiver holds up nobody else;
 *   <li>tell the store what became of it, and when to try again;
 *   <li>at a stop, finish what it has begun.
 * </ol>
 *
 * <p>A courier that dies leaves its claims; they run out, and another sends them again under the
 * same id.
 */
@Component
class Courier implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Courier.class);
  private static final int MOST_PER_CLAIM = 64;
  private static final Retry STUBBORN =
      Retry.backoff(6, Duration.ofMillis(200)).filter(QueueUnavailable.class::isInstance);

  private final DeliveryStore store;
  private final Sender sender;
  private final RetrySchedule schedule;
  private final int atOnce;
  private final MeterRegistry meters;
  private final Rounds rounds;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean running;
  private volatile Mono<Void> work = Mono.empty();

  Courier(DeliveryStore store, Sender sender, WebhookSettings settings, MeterRegistry meters) {
    this.store = store;
    this.sender = sender;
    this.schedule = new RetrySchedule(settings.retryAfter());
    this.atOnce = settings.atOnce();
    this.meters = meters;
    this.rounds = new Rounds("due deliveries", settings.lookEvery());
  }

  /** Something may be due. */
  void nudge() {
    rounds.nudge();
  }

  @Override
  public void start() {
    running = true;
    Mono<Void> all = rounds.of(this::claimed).flatMap(this::deliver, atOnce).then().cache();
    work = all;
    all.subscribe();
  }

  private Flux<Claim> claimed() {
    int hands = Math.min(MOST_PER_CLAIM, atOnce - underWay.get());
    return hands <= 0
        ? Flux.empty()
        : store
            .claim(hands)
            .doOnNext(claims -> underWay.addAndGet(claims.size()))
            .flatMapIterable(claims -> claims);
  }

  private Mono<Void> deliver(Claim claim) {
    return sender
        .send(Sender.Target.of(claim), claim.delivery(), claim.body(), claim.trace())
        .flatMap(attempt -> settle(claim, attempt))
        .onErrorResume(error -> {
          log.warn("{} is left to run out: {}", claim, error.toString());
          return Mono.empty();
        })
        .doFinally(end -> {
          underWay.decrementAndGet();
          nudge();
        });
  }

  private Mono<Void> settle(Claim claim, Attempt attempt) {
    double random = ThreadLocalRandom.current().nextDouble();
    Verdict verdict = Verdict.on(attempt, claim.attempts() + 1, schedule, random);
    return store
        .settle(claim, attempt, verdict)
        .retryWhen(STUBBORN)
        .doOnNext(settled -> {
          if (settled && !(verdict instanceof Verdict.Again)) {
            meters
                .counter("nextflow.gateway.webhooks.deliveries", "end", verdict.wireName())
                .increment();
          }
          if (settled && verdict instanceof Verdict.Delivered) {
            meters
                .timer("nextflow.gateway.webhooks.lag")
                .record(Duration.ofMillis(claim.lateMs() + attempt.durationMs()));
          }
        })
        .then();
  }

  /** An attempt is shorter than the time that the application gives to a phase of its stop. */
  @Override
  public void stop(Runnable callback) {
    running = false;
    rounds.end();
    work.subscribe(nothing -> {}, error -> callback.run(), callback);
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Beside the requests that the server still answers: so a stop takes the longer of both. */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
  }
}
