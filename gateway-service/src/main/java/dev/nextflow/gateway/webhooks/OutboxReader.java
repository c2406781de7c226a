package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.TendedQueues;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.OutboxEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Turns the ends of jobs into deliveries. Duties:
 *
 * <ol>
 *   <li>read the outbox of every queue that any gateway ever submitted to;
 *   <li>have those looked after that hold jobs when they are first seen: the gateway that accepted
 *       them may be gone;
 *   <li>make one delivery for each endpoint that is to be told;
 *   <li>acknowledge the entries of a page whose deliveries are stored, and not before.
 * </ol>
 *
 * <p>What it does to an entry may be done again, by itself or by another: a delivery's name depends
 * on nothing but the event.
 */
@Component
class OutboxReader implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(OutboxReader.class);
  private static final int PAGE = 50;
  private static final int QUEUES_AT_ONCE = 8;

  private final JobQueue jobs;
  private final EndpointStore endpoints;
  private final DeliveryStore deliveries;
  private final Courier courier;
  private final TendedQueues tended;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Duration again;
  private final Rounds rounds;
  private volatile boolean running;

  OutboxReader(
      JobQueue jobs,
      EndpointStore endpoints,
      DeliveryStore deliveries,
      Courier courier,
      TendedQueues tended,
      WebhookSettings settings) {
    this.jobs = jobs;
    this.endpoints = endpoints;
    this.deliveries = deliveries;
    this.courier = courier;
    this.tended = tended;
    this.again = settings.lease();
    this.rounds = new Rounds("ends of jobs", settings.lookEvery());
  }

  @Override
  public void start() {
    running = true;
    rounds.of(this::round).subscribe();
  }

  private Flux<Void> round() {
    // One queue's trouble is not another's, but it is told.
    return deliveries.queues().flatMapDelayError(this::read, QUEUES_AT_ONCE, 1);
  }

  private Mono<Void> read(String queue) {
    Flux<List<OutboxEntry>> pages =
        page(queue).expand(entries -> entries.size() < PAGE ? Mono.empty() : page(queue));
    return adopt(queue).thenMany(pages).then();
  }

  private Mono<Void> adopt(String queue) {
    if (seen.contains(queue)) {
      return Mono.empty();
    }
    return jobs.depth(queue)
        .doOnNext(depth -> {
          seen.add(queue);
          if (depth.anyJob()) {
            tended.tend(queue);
          }
        })
        .then();
  }

  private Mono<List<OutboxEntry>> page(String queue) {
    return jobs.outbox(queue, again, PAGE)
        .flatMap(entries -> deliver(queue, entries).thenReturn(entries));
  }

  /** One entry's trouble is not another's: those whose deliveries are stored are acknowledged. */
  private Mono<Void> deliver(String queue, List<OutboxEntry> entries) {
    PageOfEndpoints page = new PageOfEndpoints(endpoints);
    List<OutboxEntry> stored = new ArrayList<>();
    Mono<Void> storing =
        Flux.fromIterable(entries)
            .concatMapDelayError(entry -> deliver(entry, page).doOnSuccess(_ -> stored.add(entry)))
            .then();
    return Flux.concatDelayError(storing, Mono.defer(() -> jobs.acknowledge(queue, stored))).then();
  }

  private Mono<Void> deliver(OutboxEntry entry, PageOfEndpoints page) {
    OutboxNote note;
    try {
      note = OutboxNote.parse(entry.note());
    } catch (JacksonException notOurs) {
      log.error("An outbox entry of {} with a note that nobody can read", entry.job());
      return Mono.empty();
    }
    // Of a state that only a later version knows: left for one.
    EventType type = EventType.ofState(entry.state()).orElse(null);
    return type == null
        ? Mono.error(new IllegalStateException("no event for the state " + entry.state()))
        : page.toTell(entry.tenant(), note, type)
            .concatMap(endpoint -> deliveries.add(delivery(endpoint, type, entry, note)))
            .doOnNext(added -> {
              if (added) {
                courier.nudge();
              }
            })
            .then();
  }

  private static NewDelivery delivery(
      Endpoint endpoint, EventType type, OutboxEntry entry, OutboxNote note) {
    String job = entry.job().value();
    return new NewDelivery(
        endpoint.tenant(),
        endpoint.id(),
        DeliveryId.of(job, endpoint.id(), type, entry.atMs()),
        type,
        job,
        EventBody.of(type, entry, note).toJson(),
        entry.atMs(),
        entry.trace());
  }

  @Override
  public void stop() {
    running = false;
    rounds.end();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
