package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.jobs.JobQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /v1/estimates}: what a request would cost. Nothing is queued. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class EstimatesController {

  private final Intake intake;
  private final JobQueue queue;

  EstimatesController(Intake intake, JobQueue queue) {
    this.intake = intake;
    this.queue = queue;
  }

  @PostMapping(path = "/v1/estimates", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<Estimate> estimate(Tenant tenant, @RequestBody(required = false) byte @Nullable [] body) {
    return intake
        .estimate(tenant.name(), body)
        .flatMap(estimate -> queue.pace(estimate.queue()).map(estimate::at));
  }
}
