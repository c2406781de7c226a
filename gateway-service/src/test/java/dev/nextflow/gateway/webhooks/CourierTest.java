package dev.nextflow.gateway.webhooks;

import static dev.nextflow.gateway.webhooks.Bench.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.webhooks.Receiver.Hit;
import dev.nextflow.jobs.Traces;
import dev.nextflow.testing.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

@Timeout(120)
class CourierTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private Bench bench;
  private Receiver receiver;

  @BeforeEach
  void open() {
    bench = new Bench();
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    bench.close();
    receiver.close();
  }

  @Test
  void whatIsRefusedComesAgainUnderTheSameIdAndWithAFreshTimestamp() {
    Endpoint endpoint = bench.endpoint(receiver.url());
    AtomicInteger count = new AtomicInteger();
    receiver.behaves(
        (hit, response) -> response.status(count.getAndIncrement() < 3 ? 500 : 200).send());

    add(endpoint);
    bench.engine(TestSettings.patient(), bench.jobs, new HastyClock()).start();

    isSettled(endpoint, "delivered");
    List<Hit> hits = receiver.hits();
    assertThat(hits).hasSize(4);
    assertThat(hits).extracting(Hit::id).containsOnly(bench.log(endpoint).getFirst().id().value());
    assertThat(hits).extracting(Hit::body).containsOnly("{\"n\":1}");
    assertThat(hits).extracting(Hit::timestamp).isSorted().doesNotHaveDuplicates();
    assertThat(hits)
        .extracting(hit -> hit.headers().get("webhook-signature"))
        .doesNotHaveDuplicates();
    assertThat(bench.log(endpoint).getFirst().attempts())
        .extracting(Attempt::status)
        .containsExactly(500, 500, 500, 200);
  }

  @Test
  void aDeliveryThatNobodyTakesIsGivenUpWhenTheScheduleEnds() {
    Endpoint endpoint = bench.endpoint(receiver.url());
    receiver.behaves(Receiver.answering(503));

    add(endpoint);
    bench.engine(TestSettings.patient()).start();

    isSettled(endpoint, "failed");
    assertThat(receiver.hits()).hasSize(10);
    assertThat(bench.log(endpoint).getFirst().nextAttemptMs()).isNull();
    assertThat(bench.found(endpoint.id()).disabled()).isNull();
  }

  @Test
  void goneDisablesTheEndpoint() {
    Endpoint endpoint = bench.endpoint(receiver.url());
    receiver.behaves(Receiver.answering(410));

    add(endpoint);
    bench.engine(TestSettings.patient()).start();

    isSettled(endpoint, "failed");
    assertThat(receiver.hits()).hasSize(1);
    assertThat(bench.found(endpoint.id()).disabled().reason()).isEqualTo("gone");
  }

  @Test
  void whileRotatingBothSecretsSignAndAfterwardsOne() {
    WebhookSecret first = WebhookSecret.random();
    WebhookSecret second = WebhookSecret.random();
    Endpoint endpoint = bench.endpoint(receiver.url(), first);
    bench
        .endpoints
        .rotate(TENANT, endpoint.id(), "plain:" + second.value(), Duration.ofHours(1))
        .block();
    bench.engine(TestSettings.patient()).start();

    add(endpoint);
    Hit during = receiver.await(1).getFirst();

    assertThat(during.headers().get("webhook-signature").split(" ")).hasSize(2);
    assertThat(ReceiverKit.accepts(first.value(), during)).isTrue();
    assertThat(ReceiverKit.accepts(second.value(), during)).isTrue();
    assertThat(ReceiverKit.accepts(WebhookSecret.random().value(), during)).isFalse();

    WebhookSecret third = WebhookSecret.random();
    bench.endpoints.rotate(TENANT, endpoint.id(), "plain:" + third.value(), Duration.ZERO).block();
    add(endpoint);
    Hit afterwards = receiver.await(2).getLast();

    assertThat(ReceiverKit.accepts(third.value(), afterwards)).isTrue();
    assertThat(ReceiverKit.accepts(second.value(), afterwards)).isFalse();
  }

  @Test
  void aSlowReceiverHoldsUpNobodyElse() {
    try (Receiver slow = new Receiver()) {
      slow.behaves(Receiver.silent());
      Endpoint toSlow = bench.endpoint(slow.url());
      Endpoint toQuick = bench.endpoint(receiver.url());
      bench.engine(TestSettings.patient()).start();
      for (int i = 0; i < 30; i++) {
        add(toSlow);
      }
      slow.await(2);
      for (int i = 0; i < 30; i++) {
        add(toQuick);
      }

      receiver.await(30);

      assertThat(slow.hits()).as("at most two at once, and none has ended").hasSize(2);
      assertThat(bench.log(toSlow)).extracting(Delivery::state).containsOnly("waiting", "sending");
    }
  }

  @Test
  void severalGatewaysShareTheWorkAndSendNothingTwice() {
    Endpoint endpoint = bench.endpoint(receiver.url());
    bench.engine(TestSettings.patient()).start();
    bench.engine(TestSettings.patient()).start();
    bench.engine(TestSettings.patient()).start();

    for (int i = 0; i < 60; i++) {
      add(endpoint);
    }

    Eventually.holds(
        "all are delivered",
        SOON,
        () -> bench.log(endpoint).stream().allMatch(each -> each.state().equals("delivered")));
    assertThat(receiver.hits()).hasSize(60);
    assertThat(receiver.hits()).extracting(Hit::id).doesNotHaveDuplicates();
  }

  // It dies between its attempt and the word of it: the receiver hears twice, of one thing.
  @Test
  void whatADeadGatewayHasClaimedIsSentByAnotherUnderTheSameId() {
    Endpoint endpoint = bench.endpoint(receiver.url());
    WebhookSettings settings = TestSettings.leasing(Duration.ofSeconds(4));
    add(endpoint);
    Claim claim = bench.deliveries(settings).claim(1).block().getFirst();
    new Sender(
            new SecretVault(settings),
            settings,
            Clock.systemUTC(),
            new SimpleMeterRegistry(),
            Traces.NONE,
            http -> http)
        .send(Sender.Target.of(claim), claim.delivery(), claim.body(), null)
        .block();

    bench.engine(settings).start();

    List<Hit> hits = receiver.await(2);
    isSettled(endpoint, "delivered");
    assertThat(hits).extracting(Hit::id).containsOnly(claim.delivery().value());
    assertThat(hits).hasSize(2);
  }

  @Test
  void aStopEndsWhatIsUnderWay() {
    Endpoint endpoint = bench.endpoint(receiver.url());
    Bench.Engine engine = bench.engine(TestSettings.patient()).start();
    CompletableFuture<Void> answer = new CompletableFuture<>();
    receiver.behaves(
        (hit, response) -> Mono.fromFuture(answer).then(response.status(200).send().then()));
    add(endpoint);
    receiver.await(1);
    CompletableFuture<Void> stopped = new CompletableFuture<>();

    engine.courier().stop(() -> stopped.complete(null));
    assertThat(stopped).isNotDone();
    answer.complete(null);

    assertThat(stopped).succeedsWithin(SOON);
    assertThat(bench.log(endpoint).getFirst().state()).isEqualTo("delivered");
  }

  private void add(Endpoint endpoint) {
    bench.deliveries(TestSettings.patient()).add(bench.delivery(endpoint)).block();
  }

  private void isSettled(Endpoint endpoint, String state) {
    Eventually.holds(
        "the delivery is " + state,
        SOON,
        () -> bench.log(endpoint).stream().allMatch(each -> each.state().equals(state)));
  }

  /** An hour passes between two looks at it. */
  private static final class HastyClock extends Clock {

    private final AtomicInteger hours = new AtomicInteger();

    @Override
    public Instant instant() {
      return Instant.EPOCH.plus(Duration.ofHours(hours.incrementAndGet()));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
