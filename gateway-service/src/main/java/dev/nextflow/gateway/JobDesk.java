package dev.nextflow.gateway;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.Submission;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Jobs on behalf of a tenant that is not calling now: {@code batches} asks, {@code jobs} does. */
public interface JobDesk {

  /**
   * Submits, with every outcome.
   *
   * @param key what the submission is known by; one with a space can't be a caller's own
   * @param bodyHash what the key stands for
   */
  Mono<Submission> submit(String tenant, Share share, WorkOrder order, String key, String bodyHash);

  /** The job as the API shows it. */
  Mono<JsonNode> show(Job job);
}
