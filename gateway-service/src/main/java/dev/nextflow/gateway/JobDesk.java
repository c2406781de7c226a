package dev.nextflow.gateway;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.Submission;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Jobs on behalf of a tenant that is not calling now: {@code batches} asks, {@code jobs} does. */
public interface JobDesk {

  /**
   * Charges the order to its tenant and submits it, with every outcome. Ends with {@code
   * too-many-requests} where the tenant's minute is full, and with {@code invalid-request} where no
   * minute could hold it or its terms are not good any more: then nothing was submitted.
   *
   * @param limits the tenant's, as they are now
   * @param key what the submission is known by; one with a space can't be a caller's own
   * @param bodyHash what the key stands for
   */
  Mono<Submission> submit(
      String tenant,
      TenantLimits limits,
      Share share,
      WorkOrder order,
      String key,
      String bodyHash);

  /** The job as the API shows it. */
  Mono<JsonNode> show(Job job);
}
