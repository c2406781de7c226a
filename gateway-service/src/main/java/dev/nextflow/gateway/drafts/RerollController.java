package dev.nextflow.gateway.drafts;

import dev.nextflow.gateway.DrawnJob;
import dev.nextflow.gateway.ServedBundles;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.access.TenantOrders;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobState;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /v1/jobs/{id}/reroll}: a new job that keeps the first scales of a picture, which hold
 * its layout, and draws variants of the rest.
 */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class RerollController {

  private final TenantJobs jobs;
  private final TenantOrders orders;
  private final ServedBundles bundles;

  RerollController(TenantJobs jobs, TenantOrders orders, ServedBundles bundles) {
    this.jobs = jobs;
    this.orders = orders;
    this.bundles = bundles;
  }

  @PostMapping(path = "/v1/jobs/{id}/reroll", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<?>> reroll(
      Tenant tenant,
      @PathVariable String id,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    return Mono.justOrEmpty(JobId.parse(id))
        .switchIfEmpty(TenantJobs.notFound())
        .flatMap(known ->
            orders.submit(
                tenant,
                headers,
                "reroll " + known,
                body,
                Mono.defer(() -> jobs.drawn(tenant, id))
                    .flatMap(source -> order(source, RerollRequest.read(body)))));
  }

  private Mono<WorkOrder> order(DrawnJob source, RerollRequest request) {
    JobState state = source.job().state();
    if (state != JobState.SUCCEEDED && state != JobState.DRAFT_READY) {
      return Mono.error(
          ProblemException.of(
              state.terminal() ? ProblemType.JOB_FINISHED : ProblemType.NOT_DRAWN_YET));
    }
    GenerationWork work = request.work(source);
    return bundles.ifServed(work.digest(), () -> source.order(work, shown(source, request, work)));
  }

  private static ObjectNode shown(DrawnJob source, RerollRequest request, GenerationWork work) {
    ObjectNode shown = source.shown();
    shown.put("n", work.images()).put("seed", work.seed());
    shown.putNull("stop_after").putNull("budget_tokens").remove("replay");
    shown
        .putObject("reroll")
        .put("job", source.job().id().value())
        .put("image", request.imageIndex())
        .put("keep_scales", work.given().size());
    return shown;
  }
}
