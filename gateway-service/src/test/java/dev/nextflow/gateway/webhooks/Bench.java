package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.TendedQueues;
import dev.nextflow.gateway.webhooks.redis.WebhookStores;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.Labels;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.Submission;
import dev.nextflow.jobs.Traces;
import dev.nextflow.jobs.redis.RedisJobQueue;
import dev.nextflow.testing.RedisBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;

/** Webhooks without a gateway around them: a real Redis with a room and a queue of their own. */
final class Bench implements AutoCloseable {

  static final String TENANT = "acme";

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final JobSettings JOBS = JobSettings.defaults();

  final String room = "webhooks-" + COUNT.incrementAndGet() + "-" + ProcessHandle.current().pid();
  final String queueName = "gen-" + room;
  final ReactiveStringRedisTemplate redis;
  final RedisJobQueue jobs;
  final EndpointStore endpoints;

  private final LettuceConnectionFactory connections;
  private final List<Engine> engines = new ArrayList<>();

  Bench() {
    connections = new LettuceConnectionFactory(RedisBackend.shared().place().configuration());
    connections.afterPropertiesSet();
    connections.start();
    redis = new ReactiveStringRedisTemplate(connections);
    jobs = new RedisJobQueue(redis, JOBS, new SimpleMeterRegistry());
    endpoints = WebhookStores.endpoints(redis, room, JOBS);
  }

  DeliveryStore deliveries(WebhookSettings settings) {
    return WebhookStores.deliveries(redis, room, JOBS, settings);
  }

  /** What one gateway runs of this package. */
  record Engine(OutboxReader reader, Courier courier) {

    Engine start() {
      courier.start();
      reader.start();
      return this;
    }
  }

  Engine engine(WebhookSettings settings) {
    return engine(settings, jobs, Clock.systemUTC());
  }

  Engine engine(WebhookSettings settings, JobQueue queue, Clock clock) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    DeliveryStore deliveries = deliveries(settings);
    Sender sender =
        new Sender(new SecretVault(settings), settings, clock, meters, Traces.NONE, http -> http);
    Courier courier = new Courier(deliveries, sender, settings, meters);
    TendedQueues tended = new TendedQueues(queue, JobSettings.defaults());
    OutboxReader reader = new OutboxReader(queue, endpoints, deliveries, courier, tended, settings);
    Engine engine = new Engine(reader, courier);
    engines.add(engine);
    return engine;
  }

  /** An enabled endpoint with its secret. */
  Endpoint endpoint(String url, WebhookSecret secret, EventType... events) {
    EndpointId id = EndpointId.random();
    EndpointChange change =
        new EndpointChange(url, new EventFilter(Set.of(events)), "for a test", null);
    endpoints.add(TENANT, id, change, "plain:" + secret.value(), 100).block();
    return found(id);
  }

  Endpoint endpoint(String url) {
    return endpoint(url, WebhookSecret.random());
  }

  Endpoint found(EndpointId id) {
    return endpoints.find(TENANT, id).blockOptional().orElseThrow();
  }

  /** A delivery to the endpoint that is like no other. */
  NewDelivery delivery(Endpoint endpoint) {
    return new NewDelivery(
        TENANT,
        endpoint.id(),
        DeliveryId.random(),
        EventType.JOB_SUCCEEDED,
        "job",
        "{\"n\":1}",
        0,
        null);
  }

  /** The endpoint's whole log, newest first. */
  List<Delivery> log(Endpoint endpoint) {
    return deliveries(TestSettings.quick())
        .page(TENANT, endpoint.id(), null, 1000)
        .blockOptional()
        .orElseThrow()
        .deliveries();
  }

  /** A job that has just ended, with a note to this endpoint; null: to all. */
  JobId endedJob(String endpoint, Outcome outcome) {
    deliveries(TestSettings.quick()).register(queueName).block();
    NewJob job =
        new NewJob(
            TENANT,
            queueName,
            "generation",
            Priority.NORMAL,
            "{}",
            "{}",
            Labels.NONE,
            null,
            "hash",
            91,
            Duration.ofHours(1).toMillis(),
            Duration.ofHours(1).toMillis(),
            Share.USUAL,
            new OutboxNote(endpoint, "generation", "demo").toJson(),
            null);
    Submission submission = jobs.submit(job).blockOptional().orElseThrow();
    Lease lease = jobs.reserve(queueName, "worker").blockOptional().orElseThrow();
    jobs.finish(lease, outcome).block();
    return ((Submission.Accepted) submission).job().id();
  }

  JobId endedJob() {
    return endedJob(null, new Outcome.Succeeded("{}"));
  }

  /** Names of all keys in the room, without what they all begin with. */
  List<String> keys() {
    String prefix = "nextflow:{" + room + "}:";
    return redis
        .keys(prefix + "*")
        .map(key -> key.substring(prefix.length()))
        .collectSortedList()
        .blockOptional()
        .orElseThrow();
  }

  @Override
  public void close() {
    Flux.fromIterable(engines)
        .doOnNext(engine -> {
          engine.reader().stop();
          engine.courier().stop();
        })
        .blockLast();
    jobs.close();
    connections.destroy();
  }
}
