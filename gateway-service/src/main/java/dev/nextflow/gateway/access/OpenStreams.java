package dev.nextflow.gateway.access;

import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Keeps the streams that are open, and the requests that wait for a job, within bounds.
 * Thread-safe. Duties:
 *
 * <ol>
 *   <li>refuse more than a tenant, or this gateway, may hold: each keeps a connection;
 *   <li>end all of them when the gateway stops, so that it need not wait for jobs to end; clients
 *       go on elsewhere with their last event's id.
 * </ol>
 */
@Component
public class OpenStreams {

  /** By name: a tenant's limits may change while its streams are open. */
  private final Map<String, AtomicInteger> openByTenant = new ConcurrentHashMap<>();

  private final AtomicInteger open = new AtomicInteger();
  private final Sinks.Empty<Void> stopping = Sinks.empty();
  private final int most;

  OpenStreams(GatewaySettings settings, MeterRegistry meters) {
    this.most = settings.streams();
    Gauge.builder("nextflow.gateway.streams.open", open, AtomicInteger::get).register(meters);
  }

  /**
   * The same stream, counted from its subscription to its end, whichever way it ends. One too many
   * ends at once with {@link ProblemType#TOO_MANY_REQUESTS}.
   */
  public <T> Flux<T> counted(Tenant tenant, Flux<T> stream) {
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
          .takeUntilOther(stopping.asMono())
          .doFinally(_ -> {
            open.decrementAndGet();
            ofTenant.decrementAndGet();
          });
    });
  }

  /** Comes before the server's own graceful stop, which waits for answers to end. */
  @EventListener(ContextClosedEvent.class)
  void stop() {
    stopping.tryEmitEmpty();
  }

  private static boolean take(AtomicInteger counter, int most) {
    return counter.getAndUpdate(now -> Math.min(now + 1, most)) < most;
  }
}
