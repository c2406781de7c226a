package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.IdempotencyKey;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Orders;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantSubmissions;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Submits what was asked for in another API's words, by the same rules as what is asked in ours.
 */
@Component
class TranslatedSubmissions implements TenantSubmissions {

  private final Orders orders;
  private final Submissions submissions;

  TranslatedSubmissions(Orders orders, Submissions submissions) {
    this.orders = orders;
    this.submissions = submissions;
  }

  @Override
  public Mono<Submitted> submit(
      Tenant tenant, Kind kind, HttpHeaders headers, byte[] body, ObjectNode translated) {
    return Mono.defer(() -> {
      String key = IdempotencyKey.read(headers.getOrDefault(IdempotencyKey.HEADER, List.of()));
      return orders
          .order(tenant.name(), kind, translated)
          .flatMap(order -> submissions.store(tenant, order, key, BodyHash.of(kind, body)))
          .map(job -> new Submitted(job, key != null));
    });
  }
}
