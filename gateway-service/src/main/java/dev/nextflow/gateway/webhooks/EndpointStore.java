package dev.nextflow.gateway.webhooks;

import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where endpoints are kept. Each change is atomic. Calls end with {@link
 * dev.nextflow.jobs.QueueUnavailable} where no answer comes in time. Thread-safe.
 */
public interface EndpointStore {

  /** What became of a change. */
  enum Written {
    DONE,
    /** The tenant has no such endpoint. */
    UNKNOWN,
    /** Another endpoint of the tenant has that URL. */
    URL_TAKEN,
    /** The tenant has as many as it may have. */
    TOO_MANY
  }

  /**
   * Adds an enabled endpoint.
   *
   * @param change with a URL
   * @param sealedSecret its first secret
   * @param most how many a tenant may have
   */
  Mono<Written> add(
      String tenant, EndpointId id, EndpointChange change, String sealedSecret, int most);

  /** The tenant's endpoints, oldest first. */
  Flux<Endpoint> all(String tenant);

  /** One of them; empty where the tenant has none of this id. */
  Mono<Endpoint> find(String tenant, EndpointId id);

  /** Changes what is not null. Enabling forgets earlier failures and goes on with what waits. */
  Mono<Written> change(String tenant, EndpointId id, EndpointChange change);

  /** Gives it a new secret; the one that was current signs too until its grace is over. */
  Mono<Written> rotate(String tenant, EndpointId id, String sealedSecret, Duration grace);

  /** Forgets the endpoint and its deliveries. */
  Mono<Written> remove(String tenant, EndpointId id);
}
