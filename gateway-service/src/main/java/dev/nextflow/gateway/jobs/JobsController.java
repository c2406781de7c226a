package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /v1/jobs/{id}} and {@code POST /v1/jobs/{id}/cancel}. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class JobsController {

  private final TenantJobs jobs;
  private final JobViews views;

  JobsController(TenantJobs jobs, JobViews views) {
    this.jobs = jobs;
    this.views = views;
  }

  @GetMapping("/v1/jobs/{id}")
  Mono<JobView> job(Tenant tenant, @PathVariable String id) {
    return jobs.find(tenant, id).flatMap(views::of);
  }

  /** Cancelling twice is no mistake; cancelling what ended otherwise is a 409. */
  @PostMapping("/v1/jobs/{id}/cancel")
  Mono<JobView> cancel(Tenant tenant, @PathVariable String id) {
    return jobs.cancel(tenant, id).flatMap(views::of);
  }
}
