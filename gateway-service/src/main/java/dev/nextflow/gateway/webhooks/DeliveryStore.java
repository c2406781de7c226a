package dev.nextflow.gateway.webhooks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where deliveries are kept, and who may send which. Any number of gateways share one store. Each
 * change is atomic. Calls end with {@link dev.nextflow.jobs.QueueUnavailable} where no answer comes
 * in time. Thread-safe.
 */
public interface DeliveryStore {

  /** Notes a queue whose outbox is to be read, for all gateways and for good. */
  Mono<Void> register(String queue);

  /** All queues that were noted. */
  Flux<String> queues();

  /**
   * Stores a delivery that is due now; false where nothing was stored: it is there already, or the
   * endpoint is gone or disabled.
   */
  Mono<Boolean> add(NewDelivery delivery);

  /**
   * Claims deliveries that are due, a few of each endpoint at a time and the endpoints in turn. A
   * claim whose outcome nobody tells is given to somebody else later.
   */
  Mono<List<Claim>> claim(int most);

  /** Tells what became of a claim; false where it was lost: nothing changed. */
  Mono<Boolean> settle(Claim claim, Attempt attempt, Verdict verdict);

  /**
   * Makes a delivery due now, with a whole schedule before it; one that is being sent is left
   * alone. Empty where the endpoint has none of this id.
   */
  Mono<Delivery> redeliver(String tenant, EndpointId endpoint, DeliveryId id);

  /**
   * A page of an endpoint's deliveries, newest first.
   *
   * @param after the {@link Page#next} of the page before; null for the first
   */
  Mono<Page> page(String tenant, EndpointId endpoint, @Nullable String after, int most);

  /**
   * A page.
   *
   * @param next where the next one begins; null where there is none
   */
  record Page(List<Delivery> deliveries, @Nullable String next) {}
}
