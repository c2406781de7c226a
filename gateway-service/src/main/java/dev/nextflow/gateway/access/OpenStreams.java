package dev.nextflow.gateway.access;

import dev.nextflow.gateway.Departure;
import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the streams that are open, and the requests that wait for a job, within bounds.
 * Thread-safe. Duties:
 *
 * <ol>
 *   <li>refuse more than a tenant, or this gateway, may hold: each keeps a connection;
 *   <li>end all of them when the gateway goes, so that it need not wait for jobs to end: at first
 *       those whose clients go on elsewhere with their last event's id, at last all.
 * </ol>
 */
@Component
public class OpenStreams {

  /** By name: a tenant's limits may change while its streams are open. */
  private final Map<String, AtomicInteger> openByTenant = new ConcurrentHashMap<>();

  private final AtomicInteger open = new AtomicInteger();
  private final Departure departure;
  private final int most;

  OpenStreams(GatewaySettings settings, Departure departure, MeterRegistry meters) {
    this.departure = departure;
    this.most = settings.streams();
    Gauge.builder("nextflow.gateway.streams.open", open, AtomicInteger::get).register(meters);
  }

  /**
   * The same stream of events, counted from its subscription to its end, whichever way it ends. One
   * too many ends at once with {@link ProblemType#TOO_MANY_REQUESTS}.
   */
  public <T> Flux<T> counted(Tenant tenant, Flux<T> stream) {
    return counted(tenant, stream, departure.lingered());
  }

  /** The same for a caller who can't take up elsewhere what is broken off here. */
  public <T> Flux<T> countedToTheLast(Tenant tenant, Flux<T> stream) {
    return counted(tenant, stream, departure.lastCall());
  }

  private <T> Flux<T> counted(Tenant tenant, Flux<T> stream, Mono<Void> end) {
    AtomicInteger ofTenant = openByTenant.computeIfAbsent(tenant.name(), _ -> new AtomicInteger());
    return Flux.defer(() -> {
      if (!take(ofTenant, tenant.limits().openStreams())) {
        return Flux.error(ProblemException.of(ProblemType.TOO_MANY_REQUESTS));
      }
      if (!take(open, most)) {
        ofTenant.decrementAndGet();
        return Flux.error(ProblemException.of(ProblemType.TOO_MANY_REQUESTS));
      }
      return stream
          .takeUntilOther(end)
          .doFinally(_ -> {
            open.decrementAndGet();
            ofTenant.decrementAndGet();
          });
    });
  }

  private static boolean take(AtomicInteger counter, int most) {
    return counter.getAndUpdate(now -> Math.min(now + 1, most)) < most;
  }
}
