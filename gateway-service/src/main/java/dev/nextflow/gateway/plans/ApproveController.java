package dev.nextflow.gateway.plans;

import dev.nextflow.gateway.Answers;
import dev.nextflow.gateway.Continuation;
import dev.nextflow.gateway.DrawnJob;
import dev.nextflow.gateway.Plan;
import dev.nextflow.gateway.ServedBundles;
import dev.nextflow.gateway.TextIds;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.access.TenantOrders;
import dev.nextflow.jobs.JobState;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Thinking;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.Objects;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /v1/jobs/{id}/approve}: a job that rests with its plan draws, what it planned or what
 * the caller says instead.
 */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class ApproveController {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final TenantJobs jobs;
  private final TenantOrders orders;
  private final ServedBundles bundles;
  private final Answers answers;
  private final TextIds texts;

  ApproveController(
      TenantJobs jobs, TenantOrders orders, ServedBundles bundles, Answers answers, TextIds texts) {
    this.jobs = jobs;
    this.orders = orders;
    this.bundles = bundles;
    this.answers = answers;
    this.texts = texts;
  }

  @PostMapping(path = "/v1/jobs/{id}/approve", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<?>> approve(
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
                "approve",
                body,
                Mono.defer(() -> continuation(source, ApproveRequest.read(body)))));
  }

  private Mono<Continuation> continuation(DrawnJob source, ApproveRequest request) {
    JobState state = source.job().state();
    if (state != JobState.AWAITING_APPROVAL) {
      return Mono.error(
          ProblemException.of(
              state.terminal() ? ProblemType.JOB_FINISHED : ProblemType.NOT_AWAITING_APPROVAL));
    }
    return bundles
        .require(source.work().digest())
        .then(
            Mono.defer(() ->
                request.finalPrompt() == null
                    ? Mono.just(taken(source, null))
                    : edited(source, request.finalPrompt()).map(ids -> taken(source, ids))));
  }

  /** The ids of the thought with the caller's conclusion. */
  private Mono<int[]> edited(DrawnJob source, String finalPrompt) {
    JsonNode told = JSON.readTree(Objects.requireNonNull(source.job().result())).path("thinking");
    int[] ids = told.path("ids").valueStream().mapToInt(JsonNode::intValue).toArray();
    String model = source.requested().model();
    return answers
        .text(model, ids)
        .map(text -> Plan.of(text, told.path("followed").booleanValue()))
        .flatMap(plan ->
            texts.ids(
                model,
                source.work().digest(),
                ApproveRequest.FINAL_PROMPT,
                plan.concluding(finalPrompt)))
        .doOnNext(made -> {
          if (made.length > Thinking.MAX_TOKENS) {
            throw ProblemException.invalid(
                ApproveRequest.FINAL_PROMPT,
                "must be at most %d tokens with the thought before it, and is %d"
                    .formatted(Thinking.MAX_TOKENS, made.length));
          }
        });
  }

  private static Continuation taken(DrawnJob source, int @Nullable [] instead) {
    GenerationWork work = source.work();
    Thinking thinking = Objects.requireNonNull(work.thinking(), "a plan without a thought");
    return source.continuation(work.thinking(thinking.taken(instead)), source.shownAsIs());
  }
}
