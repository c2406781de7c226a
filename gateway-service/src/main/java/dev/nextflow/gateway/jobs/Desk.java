package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.JobDesk;
import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.Submission;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does for batches what the routes do for callers. */
@Component
class Desk implements JobDesk {

  private final Submissions submissions;
  private final JobViews views;
  private final JsonMapper json;

  Desk(Submissions submissions, JobViews views, JsonMapper json) {
    this.submissions = submissions;
    this.views = views;
    this.json = json;
  }

  @Override
  public Mono<Submission> submit(
      String tenant,
      TenantLimits limits,
      Share share,
      WorkOrder order,
      String key,
      String bodyHash) {
    return submissions.submit(tenant, limits, share, order, key, bodyHash);
  }

  @Override
  public Mono<JsonNode> show(Job job) {
    return views.of(job).map(view -> json.valueToTree(view));
  }
}
