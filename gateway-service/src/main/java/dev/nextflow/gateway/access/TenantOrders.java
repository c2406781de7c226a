package dev.nextflow.gateway.access;

import dev.nextflow.gateway.Continuation;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.jobs.Job;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

/**
 * Has orders carried out that were made out of earlier jobs, and answers as for any other: {@code
 * jobs} does it. Both heed the {@code Idempotency-Key} among the headers.
 */
public interface TenantOrders {

  /**
   * A new job: 202, or the problem that the order ends with. A key that was used before is looked
   * up first: the job that the order is made of may be gone since.
   *
   * @param route what was called and on which job: the same body means something else elsewhere
   * @param order asked for where the key is new
   */
  Mono<ResponseEntity<?>> submit(
      Tenant tenant,
      HttpHeaders headers,
      String route,
      byte @Nullable [] body,
      Mono<WorkOrder> order);

  /**
   * A job at rest that goes on: 202. A key that was used before is looked up first, for what was
   * right then may make no sense now.
   *
   * @param route what was called: the same body means something else elsewhere
   * @param order how it goes on; empty where the job needs nothing more: then it is answered as it
   *     stands
   */
  Mono<ResponseEntity<?>> goOn(
      Tenant tenant,
      HttpHeaders headers,
      Job job,
      String route,
      byte @Nullable [] body,
      Mono<Continuation> order);
}
