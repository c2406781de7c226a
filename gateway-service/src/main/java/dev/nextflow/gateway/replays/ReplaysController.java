package dev.nextflow.gateway.replays;

import dev.nextflow.gateway.DrawnJob;
import dev.nextflow.gateway.ServedBundles;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.access.TenantOrders;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/replays}: a new job that draws what another has drawn, with the same bundle, and
 * says whether the same tokens came of it.
 */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class ReplaysController {

  private static final String JOB = "job";

  private final TenantJobs jobs;
  private final TenantOrders orders;
  private final ServedBundles bundles;

  ReplaysController(TenantJobs jobs, TenantOrders orders, ServedBundles bundles) {
    this.jobs = jobs;
    this.orders = orders;
    this.bundles = bundles;
  }

  @PostMapping(path = "/v1/replays", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<?>> replay(
      Tenant tenant,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    return orders.submit(
        tenant,
        headers,
        "replay",
        body,
        Mono.defer(() -> jobs.find(tenant, jobId(body)).flatMap(this::source))
            .flatMap(this::order));
  }

  private static String jobId(byte @Nullable [] body) {
    RequestFields fields = new RequestFields(StrictJson.read(body));
    return fields.into(() -> {
      String id = fields.text(JOB);
      if (id == null) {
        throw ProblemException.invalid(JOB, "is required");
      }
      return id;
    });
  }

  private Mono<DrawnJob> source(Job job) {
    return jobs.checkpoint(job)
        .map(checkpoint ->
            DrawnJob.of(job, checkpoint)
                .orElseThrow(() -> ProblemException.invalid(JOB, "must be a generation")));
  }

  private Mono<WorkOrder> order(DrawnJob source) {
    Job job = source.job();
    if (!job.state().terminal() && !job.state().resting()) {
      return Mono.error(ProblemException.of(ProblemType.NOT_DRAWN_YET));
    }
    if (source.scales() == source.work().given().size()) {
      return Mono.error(ProblemException.of(ProblemType.JOB_FINISHED));
    }
    GenerationWork work = source.settled().expecting(source.drawn());
    return bundles.ifServed(work.digest(), () -> source.order(work, shown(source, work)));
  }

  private static ObjectNode shown(DrawnJob source, GenerationWork work) {
    ObjectNode shown = source.shown();
    shown.put("stop_after", work.stopAfterScale()).putNull("budget_tokens");
    shown.putObject("replay").put(JOB, source.job().id().value());
    return shown;
  }
}
