package dev.nextflow.gateway.access;

import dev.nextflow.gateway.Kind;
import dev.nextflow.jobs.Job;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** How a tenant's request becomes a job elsewhere than on our own routes: {@code jobs} does it. */
public interface TenantSubmissions {

  /**
   * Submits. Ends with the problem where anything is wrong with the request.
   *
   * @param headers of the request; may hold an Idempotency-Key
   * @param body what the key stands for: as the caller sent it, or what means the same
   * @param translated the same request as our own route of this kind takes it
   */
  Mono<Submitted> submit(
      Tenant tenant, Kind kind, HttpHeaders headers, byte[] body, ObjectNode translated);

  /**
   * A job that the queue has stored.
   *
   * @param named whether the caller named the request by a key, and so can come back for the job
   */
  record Submitted(Job job, boolean named) {}
}
