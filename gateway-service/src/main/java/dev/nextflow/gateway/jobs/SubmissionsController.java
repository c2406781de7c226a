package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.IdempotencyKey;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Orders;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.jobs.Job;
import dev.nextflow.sequences.problems.ProblemException;
import java.util.List;
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

/**
 * {@code POST /v1/generations}, {@code /v1/understandings} and {@code /v1/compositions}: a request
 * becomes a job.
 */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class SubmissionsController {

  private final Orders orders;
  private final Submissions submissions;
  private final Receipts receipts;

  SubmissionsController(Orders orders, Submissions submissions, Receipts receipts) {
    this.orders = orders;
    this.submissions = submissions;
    this.receipts = receipts;
  }

  @PostMapping(path = "/v1/generations", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<JobView>> generate(
      Tenant tenant,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    return submit(tenant, headers, Kind.GENERATION, body);
  }

  @PostMapping(path = "/v1/understandings", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<JobView>> understand(
      Tenant tenant,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    return submit(tenant, headers, Kind.UNDERSTANDING, body);
  }

  @PostMapping(path = "/v1/compositions", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<JobView>> compose(
      Tenant tenant,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    return submit(tenant, headers, Kind.COMPOSITION, body);
  }

  private Mono<ResponseEntity<JobView>> submit(
      Tenant tenant, HttpHeaders headers, Kind kind, byte @Nullable [] body) {
    String key = IdempotencyKey.read(headers.getOrDefault(IdempotencyKey.HEADER, List.of()));
    Preference preference = Preference.read(headers.getOrDefault(Preference.HEADER, List.of()));
    String hash = BodyHash.of(kind, body);
    return orders
        .order(tenant.name(), kind, body)
        .flatMap(order -> submissions.store(tenant, order, key, hash))
        .onErrorResume(
            ProblemException.class,
            refused -> known(tenant, key, hash).switchIfEmpty(Mono.error(refused)))
        .flatMap(job -> receipts.of(job, preference));
  }

  /** A repeat is the same job, though none like it could be made any more. */
  private Mono<Job> known(Tenant tenant, @Nullable String key, String bodyHash) {
    return key == null
        ? Mono.empty()
        : submissions.known(tenant, key, bodyHash).onErrorComplete(ProblemException.class);
  }
}
