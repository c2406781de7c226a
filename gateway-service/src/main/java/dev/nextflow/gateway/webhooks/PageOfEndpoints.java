package dev.nextflow.gateway.webhooks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Whom the entries of one page of the outbox are for. Reads a tenant's endpoints once, where it may
 * have many jobs that ended. For one entry at a time; to be forgotten with the page, since
 * endpoints change.
 */
final class PageOfEndpoints {

  private final EndpointStore endpoints;
  private final Map<String, Mono<List<Endpoint>>> ofTenants = new HashMap<>();

  PageOfEndpoints(EndpointStore endpoints) {
    this.endpoints = endpoints;
  }

  Flux<Endpoint> toTell(String tenant, OutboxNote note, EventType type) {
    return ofTenants
        .computeIfAbsent(tenant, name -> endpoints.all(name).collectList().cache())
        .flatMapIterable(all -> all)
        .filter(
            endpoint -> note.endpoint() == null || endpoint.id().value().equals(note.endpoint()))
        .filter(endpoint -> endpoint.disabled() == null && endpoint.events().wants(type));
  }
}
