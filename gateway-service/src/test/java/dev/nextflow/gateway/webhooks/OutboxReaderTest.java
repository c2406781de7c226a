package dev.nextflow.gateway.webhooks;

import static dev.nextflow.gateway.webhooks.Bench.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.webhooks.Receiver.Hit;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.OutboxEntry;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.testing.Eventually;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class OutboxReaderTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Outcome DONE = new Outcome.Succeeded("{}");

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
  void theEndOfAJobArrivesSignedAndWithTheEssentials() {
    WebhookSecret secret = WebhookSecret.random();
    bench.endpoint(receiver.url(), secret);
    bench.engine(TestSettings.quick()).start();

    JobId job = bench.endedJob(null, new Outcome.Failed("drawing-failed"));

    Hit hit = receiver.await(1).getFirst();
    assertThat(ReceiverKit.accepts(secret.value(), hit)).isTrue();
    JsonNode event = JsonMapper.shared().readTree(hit.body());
    assertThat(event.propertyNames()).containsExactly("type", "timestamp", "data");
    assertThat(event.get("type").stringValue()).isEqualTo("job.failed");
    assertThat(Instant.parse(event.get("timestamp").stringValue()))
        .isEqualTo(Instant.ofEpochMilli(bench.jobs.find(TENANT, job).block().finishedAtMs()));
    JsonNode data = event.get("data");
    assertThat(data.propertyNames())
        .containsExactly(
            "id", "object", "kind", "model", "state", "created_at", "problem", "usage", "links");
    assertThat(data.get("id").stringValue()).isEqualTo(job.value());
    assertThat(data.get("state").stringValue()).isEqualTo("failed");
    assertThat(data.get("kind").stringValue()).isEqualTo("generation");
    assertThat(data.get("problem").get("code").stringValue()).isEqualTo("drawing-failed");
    assertThat(data.get("usage").toString()).isEqualTo("{\"tokens_done\":0,\"tokens_total\":91}");
    assertThat(data.get("links").get("self").stringValue()).isEqualTo("/v1/jobs/" + job);
    isEmptied();
  }

  @Test
  void everyEndpointThatWantsTheEventIsTold() {
    try (Receiver other = new Receiver();
        Receiver deaf = new Receiver()) {
      bench.endpoint(receiver.url());
      bench.endpoint(other.url(), WebhookSecret.random(), EventType.JOB_SUCCEEDED);
      bench.endpoint(deaf.url(), WebhookSecret.random(), EventType.JOB_FAILED);
      bench.engine(TestSettings.quick()).start();

      bench.endedJob();

      assertThat(other.await(1).getFirst().id()).isNotEqualTo(receiver.await(1).getFirst().id());
      isEmptied();
      assertThat(deaf.connections()).isZero();
    }
  }

  @Test
  void aJobThatNamesAnEndpointTellsThatOneAlone() {
    try (Receiver other = new Receiver()) {
      Endpoint named = bench.endpoint(receiver.url());
      bench.endpoint(other.url());
      bench.engine(TestSettings.quick()).start();

      bench.endedJob(named.id().value(), DONE);

      receiver.await(1);
      isEmptied();
      assertThat(other.connections()).isZero();
    }
  }

  @Test
  void withoutAnEndpointNothingIsKept() {
    bench.engine(TestSettings.quick()).start();

    bench.endedJob();
    bench.endedJob(EndpointId.random().value(), DONE);

    isEmptied();
  }

  @Test
  void severalGatewaysMakeOneDeliveryOfOneEnd() {
    Endpoint endpoint = bench.endpoint(receiver.url());
    bench.engine(TestSettings.patient()).start();
    bench.engine(TestSettings.patient()).start();
    Set<String> jobs = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      jobs.add(bench.endedJob().value());
    }

    receiver.await(40);
    isEmptied();

    assertThat(receiver.hits()).hasSize(40);
    assertThat(bench.log(endpoint)).hasSize(40);
    assertThat(bench.log(endpoint)).extracting(Delivery::job).containsOnlyOnceElementsOf(jobs);
  }

  // One gateway dies after it has read the entry, before it stored anything.
  @Test
  void anEntryThatADeadGatewayHasReadIsDeliveredByAnother() {
    bench.endpoint(receiver.url());
    bench.endedJob();
    List<OutboxEntry> lost = bench.jobs.outbox(bench.queueName, Duration.ofHours(1), 10).block();
    assertThat(lost).hasSize(1);

    bench.engine(TestSettings.leasing(Duration.ofSeconds(2))).start();

    receiver.await(1);
    isEmptied();
    assertThat(receiver.hits()).hasSize(1);
  }

  // One gateway dies after it has stored the delivery and even sent it, before it acknowledged.
  @Test
  void anEntryThatIsReadTwiceMakesOneDeliveryUnderOneId() {
    Endpoint endpoint = bench.endpoint(receiver.url());
    bench.endedJob();
    WebhookSettings settings = TestSettings.leasing(Duration.ofSeconds(2));
    Bench.Engine mortal = bench.engine(settings, neverAcknowledging(), Clock.systemUTC()).start();
    receiver.await(1);
    mortal.reader().stop();

    bench.engine(settings).start();

    isEmptied();
    assertThat(receiver.hits()).hasSize(1);
    assertThat(bench.log(endpoint)).hasSize(1);
  }

  @Test
  void aStateThatOnlyALaterVersionKnowsIsLeftForOneAndHoldsUpNobody() {
    bench.endpoint(receiver.url());
    JobId first = bench.endedJob();
    OutboxEntry entry =
        bench.jobs.outbox(bench.queueName, Duration.ofHours(1), 10).block().getFirst();
    String outbox = "nextflow:{" + bench.queueName + "}:outbox";
    bench.jobs.acknowledge(bench.queueName, List.of(entry)).block();
    bench
        .redis
        .opsForStream()
        .add(
            outbox,
            Map.of(
                "job",
                TENANT + ":" + first,
                "state",
                "dreaming",
                "problem",
                "",
                "note",
                entry.note(),
                "createdAtMs",
                "1",
                "atMs",
                "2",
                "tokensDone",
                "0",
                "tokensTotal",
                "0"))
        .block();
    bench.endedJob();

    bench.engine(TestSettings.quick()).start();

    receiver.await(1);
    Eventually.holds("only that one is left", SOON, () -> outboxSize() == 1);
  }

  @Test
  void aPageIsAcknowledgedInOneCall() {
    Endpoint endpoint = bench.endpoint(receiver.url());
    for (int i = 0; i < 20; i++) {
      bench.endedJob();
    }
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    JobQueue watched =
        acknowledging(page -> {
          // Stored before: what is acknowledged is not asked for again.
          assertThat(bench.log(endpoint)).hasSize(20);
          sizes.add(page.size());
          return bench.jobs.acknowledge(bench.queueName, page);
        });

    bench.engine(TestSettings.patient(), watched, Clock.systemUTC()).start();

    isEmptied();
    // The round after may have looked once more, and found nothing.
    assertThat(sizes).filteredOn(size -> size > 0).containsExactly(20);
  }

  private JobQueue neverAcknowledging() {
    return acknowledging(page -> Mono.never());
  }

  @SuppressWarnings("unchecked")
  private JobQueue acknowledging(Function<List<OutboxEntry>, Mono<Void>> acknowledge) {
    return (JobQueue)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {JobQueue.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("acknowledge")) {
                List<OutboxEntry> page = (List<OutboxEntry>) arguments[1];
                return Mono.defer(() -> acknowledge.apply(page))
                    .subscribeOn(Schedulers.boundedElastic());
              }
              try {
                return method.invoke(bench.jobs, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private void isEmptied() {
    Eventually.holds("the outbox is empty", SOON, () -> outboxSize() == 0);
  }

  private long outboxSize() {
    String outbox = "nextflow:{" + bench.queueName + "}:outbox";
    return bench.redis.opsForStream().size(outbox).blockOptional().orElse(0L);
  }
}
