package dev.nextflow.gateway.drafts;

import dev.nextflow.gateway.Continuation;
import dev.nextflow.gateway.DrawnJob;
import dev.nextflow.gateway.ServedBundles;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.access.TenantOrders;
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
 * {@code POST /v1/jobs/{id}/continue}: a job that rests with drafts draws on, from the tokens that
 * are there. Noise knows nothing of stops, so what comes of it is what the whole picture would have
 * been, and only what is new costs.
 */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class ContinueController {

  private final TenantJobs jobs;
  private final TenantOrders orders;
  private final ServedBundles bundles;

  ContinueController(TenantJobs jobs, TenantOrders orders, ServedBundles bundles) {
    this.jobs = jobs;
    this.orders = orders;
    this.bundles = bundles;
  }

  @PostMapping(path = "/v1/jobs/{id}/continue", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<?>> goOn(
      Tenant tenant,
      @PathVariable String id,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    return jobs.drawn(tenant, id)
        .flatMap(source ->
            orders.goOn(
                tenant,
                headers,
                source.job(),
                "continue",
                body,
                Mono.defer(() -> continuation(source, ContinueRequest.read(body)))));
  }

  /** Empty where the job comes that far by itself, or has come: asking twice is no mistake. */
  private Mono<Continuation> continuation(DrawnJob source, ContinueRequest request) {
    JobState state = source.job().state();
    if (state == JobState.DRAFT_READY) {
      return bundles.ifServed(
          source.work().digest(), () -> continuation(source, request.work(source)));
    }
    boolean met = request.isMetBy(source.work());
    if (state.terminal()) {
      return met && state == JobState.SUCCEEDED
          ? Mono.empty()
          : Mono.error(ProblemException.of(ProblemType.JOB_FINISHED));
    }
    return met ? Mono.empty() : Mono.error(ProblemException.of(ProblemType.NOT_DRAWN_YET));
  }

  private static Continuation continuation(DrawnJob source, GenerationWork work) {
    ObjectNode shown = source.shown();
    shown.put("stop_after", work.stopAfterScale()).put("budget_tokens", work.budgetTokens());
    return source.continuation(work, shown);
  }
}
