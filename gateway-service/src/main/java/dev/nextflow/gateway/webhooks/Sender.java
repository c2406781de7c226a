package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.outbound.DialGate;
import dev.nextflow.jobs.Trace;
import dev.nextflow.jobs.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Span;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Makes one attempt. Duties:
 *
 * <ol>
 *   <li>sign for this moment, with every secret that is live;
 *   <li>go on with the trace that the delivery belongs to, and pass it on;
 *   <li>dial anew, so that the address is looked at each time; follow nothing, retry nothing;
 *   <li>tell the status, or why there is none; what the receiver writes is dropped.
 * </ol>
 *
 * <p>Thread-safe.
 */
class Sender {

  private static final int MAX_ANSWER_BYTES = 64 << 10;
  private static final Duration ANSWER_READ = Duration.ofSeconds(2);
  private static final int CONNECT_TIMEOUT_MS = 5_000;

  private static final Logger log = LoggerFactory.getLogger(Sender.class);

  private final SecretVault vault;
  private final HttpClient http;
  private final Duration timeout;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Traces traces;

  /**
   * A sender.
   *
   * @param traces where attempts are written
   * @param network how names are looked up and whom to trust, where that is not the JDK's way
   */
  Sender(
      SecretVault vault,
      WebhookSettings settings,
      Clock clock,
      MeterRegistry meters,
      Traces traces,
      UnaryOperator<HttpClient> network) {
    this.vault = vault;
    DialGate gate = new DialGate(settings.dialRules());
    this.http =
        network
            .apply(HttpClient.create(ConnectionProvider.newConnection()))
            .followRedirect(false)
            .disableRetry(true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
            .doOnChannelInit((_, channel, _) -> gate.guard(channel));
    this.timeout = settings.attemptTimeout();
    this.clock = clock;
    this.meters = meters;
    this.traces = traces;
  }

  /**
   * Sends; never ends with an error.
   *
   * @param from where in a trace the delivery belongs; null: in none
   */
  Mono<Attempt> send(Target target, DeliveryId id, String body, @Nullable Trace from) {
    return Mono.defer(() -> {
      Span span =
          traces
              .from(from)
              .kind(Span.Kind.CLIENT)
              .name("webhook attempt")
              .tag("nextflow.delivery", id.value())
              .tag("nextflow.endpoint", target.endpoint().value())
              .start();
      return send(target, id, body, Traces.headers(traces.at(span.context())))
          .doOnNext(attempt -> {
            span.tag("nextflow.outcome", attempt.outcome());
            if (!attempt.delivered()) {
              span.tag("error.type", attempt.outcome());
            }
          })
          .doFinally(_ -> span.end());
    });
  }

  private Mono<Attempt> send(Target target, DeliveryId id, String body, Map<String, String> place) {
    return Mono.defer(() -> {
      long atMs = clock.millis();
      long startNs = System.nanoTime();
      Mono<Integer> status;
      try {
        List<WebhookSecret> secrets = vault.open(target.secrets(), target.endpoint());
        Map<String, String> own = new HashMap<>(place);
        own.putAll(Signature.headers(id.value(), atMs / 1000, body, secrets));
        status = status(URI.create(target.url()), body, own);
      } catch (RuntimeException ours) {
        // Without the message of a URL's fault: it would quote the URL.
        log.error("Nothing can be sent to {}: {}", target.endpoint(), ours.getClass().getName());
        return Mono.just(new Attempt(atMs, 0, 0, Failure.NOT_SENT));
      }
      return status
          .timeout(timeout)
          .map(code -> new Attempt(atMs, sinceMs(startNs), code, null))
          .onErrorResume(
              error -> Mono.just(new Attempt(atMs, sinceMs(startNs), 0, Failure.of(error))))
          .doOnNext(this::measure);
    });
  }

  /** Sends an event that only shows whether the receiver can be reached. */
  Mono<Attempt> ping(Target target) {
    return Mono.deferContextual(caller ->
        send(
            target,
            DeliveryId.random(),
            EventBody.ping(clock.instant()).toJson(),
            traces.calling(caller)));
  }

  /** Where to. */
  record Target(EndpointId endpoint, String url, SealedSecrets secrets) {

    static Target of(Endpoint endpoint) {
      return new Target(endpoint.id(), endpoint.url(), endpoint.secrets());
    }

    static Target of(Claim claim) {
      return new Target(claim.endpoint(), claim.url(), claim.secrets());
    }
  }

  private Mono<Integer> status(URI url, String body, Map<String, String> own) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return http.headers(
            headers -> {
              own.forEach(headers::set);
              headers.set("Content-Type", "application/json");
              headers.set("Content-Length", bytes.length);
              headers.set("User-Agent", "NextFlow-Webhooks");
            })
        .post()
        .uri(url)
        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes)))
        .response((answer, content) -> drained(content).then(status(answer)))
        .next();
  }

  private static Mono<Integer> status(HttpClientResponse answer) {
    return Mono.just(answer.status().code());
  }

  // The status is all that counts, and it has come: a body that breaks off or drips changes
  // nothing.
  private static Mono<Void> drained(ByteBufFlux content) {
    return content
        .map(ByteBuf::readableBytes)
        .scan(0, Integer::sum)
        .takeUntil(total -> total >= MAX_ANSWER_BYTES)
        .then()
        .timeout(ANSWER_READ)
        .onErrorComplete();
  }

  private void measure(Attempt attempt) {
    meters
        .timer("nextflow.gateway.webhooks.attempts", "outcome", attempt.outcome())
        .record(Duration.ofMillis(attempt.durationMs()));
  }

  private static long sinceMs(long startNs) {
    return (System.nanoTime() - startNs) / 1_000_000;
  }
}
