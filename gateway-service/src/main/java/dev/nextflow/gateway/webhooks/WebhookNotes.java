package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.Notes;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.Terms;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.sequences.problems.ProblemException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes the note of a job, and sees to it that somebody will read it. Thread-safe. */
@Component
class WebhookNotes implements Notes {

  private static final String RULE = "must be the id of one of your enabled webhook endpoints";

  private final EndpointStore endpoints;
  private final DeliveryStore deliveries;
  private final Set<String> registered = ConcurrentHashMap.newKeySet();

  WebhookNotes(EndpointStore endpoints, DeliveryStore deliveries) {
    this.endpoints = endpoints;
    this.deliveries = deliveries;
  }

  @Override
  public Mono<String> note(String tenant, WorkOrder order) {
    Requested requested = Requested.parse(order.view());
    OutboxNote note =
        new OutboxNote(order.terms().webhook(), requested.kind().wireName(), requested.model());
    return check(tenant, order.terms()).then(register(order.queue())).thenReturn(note.toJson());
  }

  @Override
  public Mono<Void> check(String tenant, Terms terms) {
    return terms.webhook() == null
        ? Mono.empty()
        : Mono.justOrEmpty(EndpointId.parse(terms.webhook()))
            .flatMap(id -> endpoints.find(tenant, id))
            .filter(endpoint -> endpoint.disabled() == null)
            .switchIfEmpty(Mono.error(() -> ProblemException.invalid("webhook", RULE)))
            .then();
  }

  // Before the job is there: an outbox that nobody knows of would never be read.
  private Mono<Void> register(String queue) {
    return registered.contains(queue)
        ? Mono.empty()
        : deliveries.register(queue).doOnSuccess(done -> registered.add(queue));
  }
}
