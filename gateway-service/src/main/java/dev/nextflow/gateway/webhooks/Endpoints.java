package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.webhooks.EndpointStore.Written;
import dev.nextflow.sequences.problems.ProblemException;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The endpoints that a tenant has. An id that is malformed, unknown or another tenant's is the same
 * {@link dev.nextflow.sequences.problems.ProblemType#NOT_FOUND}. Thread-safe.
 */
@Component
class Endpoints {

  /** Few: each one that wants everything is a delivery more for every job. */
  static final int MOST_PER_TENANT = 16;

  private final EndpointStore store;
  private final DeliveryStore deliveries;
  private final SecretVault vault;
  private final Sender sender;
  private final Courier courier;

  Endpoints(
      EndpointStore store,
      DeliveryStore deliveries,
      SecretVault vault,
      Sender sender,
      Courier courier) {
    this.store = store;
    this.deliveries = deliveries;
    this.vault = vault;
    this.sender = sender;
    this.courier = courier;
  }

  /** A new endpoint, with the one look at its secret. */
  Mono<EndpointView> add(Tenant tenant, EndpointChange change) {
    return Mono.defer(() -> {
      EndpointId id = EndpointId.random();
      WebhookSecret secret = WebhookSecret.random();
      return store
          .add(tenant.name(), id, change, vault.seal(secret, id), MOST_PER_TENANT)
          .flatMap(written -> done(written, tenant, id))
          .map(endpoint -> EndpointView.of(endpoint, secret));
    });
  }

  Flux<Endpoint> all(Tenant tenant) {
    return store.all(tenant.name());
  }

  Mono<Endpoint> find(Tenant tenant, String id) {
    return id(id).flatMap(known -> store.find(tenant.name(), known)).switchIfEmpty(notFound());
  }

  Mono<Endpoint> change(Tenant tenant, String id, EndpointChange change) {
    return id(id)
        .flatMap(known ->
            store
                .change(tenant.name(), known, change)
                .flatMap(written -> done(written, tenant, known)))
        .doOnNext(changed -> courier.nudge());
  }

  /** The endpoint with the one look at its new secret. */
  Mono<EndpointView> rotate(Tenant tenant, String id, Duration grace) {
    return id(id)
        .flatMap(known -> {
          WebhookSecret secret = WebhookSecret.random();
          return store
              .rotate(tenant.name(), known, vault.seal(secret, known), grace)
              .flatMap(written -> done(written, tenant, known))
              .map(endpoint -> EndpointView.of(endpoint, secret));
        });
  }

  Mono<Void> remove(Tenant tenant, String id) {
    return id(id)
        .flatMap(known -> store.remove(tenant.name(), known))
        .flatMap(written -> written == Written.UNKNOWN ? notFound() : Mono.empty());
  }

  /** Sends a ping at once, and once: nothing is kept of it, and nothing follows from it. */
  Mono<Attempt> ping(Tenant tenant, String id) {
    return find(tenant, id).flatMap(endpoint -> sender.ping(Sender.Target.of(endpoint)));
  }

  /** A page of the endpoint's log. */
  Mono<DeliveryStore.Page> log(Tenant tenant, String id, MultiValueMap<String, String> query) {
    return find(tenant, id)
        .flatMap(endpoint -> {
          LogQuery wanted = LogQuery.read(query);
          return deliveries.page(tenant.name(), endpoint.id(), wanted.after(), wanted.limit());
        });
  }

  /** Sends a delivery again, however it ended. */
  Mono<Delivery> redeliver(Tenant tenant, String id, String delivery) {
    return find(tenant, id)
        .flatMap(endpoint ->
            Mono.justOrEmpty(DeliveryId.parse(delivery))
                .flatMap(known -> deliveries.redeliver(tenant.name(), endpoint.id(), known)))
        .switchIfEmpty(notFound())
        .doOnNext(due -> courier.nudge());
  }

  private Mono<Endpoint> done(Written written, Tenant tenant, EndpointId id) {
    return switch (written) {
      case DONE -> store.find(tenant.name(), id).switchIfEmpty(notFound());
      case UNKNOWN -> notFound();
      case URL_TAKEN ->
          Mono.error(
              ProblemException.invalid("url", "must not be that of another of your endpoints"));
      case TOO_MANY ->
          Mono.error(
              ProblemException.invalid(
                  "url", "there can be no more than " + MOST_PER_TENANT + " endpoints"));
    };
  }

  private static Mono<EndpointId> id(String written) {
    return Mono.justOrEmpty(EndpointId.parse(written)).switchIfEmpty(notFound());
  }

  private static <T> Mono<T> notFound() {
    return TenantJobs.notFound();
  }
}
