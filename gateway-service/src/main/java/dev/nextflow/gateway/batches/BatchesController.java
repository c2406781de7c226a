package dev.nextflow.gateway.batches;

import dev.nextflow.gateway.BatchLine;
import dev.nextflow.gateway.BatchLines;
import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.IdempotencyKey;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.batches.BatchStore.NewBatch;
import dev.nextflow.gateway.batches.BatchStore.Stored;
import dev.nextflow.sequences.Sha256;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /v1/batches}: many requests in one. A 202 is only answered for a batch that is stored. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class BatchesController {

  private static final String JSON_LINES = "application/jsonl";

  /** Until a batch is worth another look. */
  private static final String RETRY_AFTER_SECONDS = "5";

  private final BatchLines reader;
  private final BatchStore store;
  private final BatchResults results;
  private final GatewaySettings settings;

  BatchesController(
      BatchLines reader, BatchStore store, BatchResults results, GatewaySettings settings) {
    this.reader = reader;
    this.store = store;
    this.results = results;
    this.settings = settings;
  }

  @PostMapping(
      path = "/v1/batches",
      consumes = {JSON_LINES, MediaType.APPLICATION_NDJSON_VALUE})
  Mono<ResponseEntity<BatchView>> submit(
      Tenant tenant,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    byte[] bytes = body == null ? new byte[0] : body;
    String key = IdempotencyKey.read(headers.getOrDefault(IdempotencyKey.HEADER, List.of()));
    return BatchBody.read(tenant, bytes, reader, settings.batchLines())
        .flatMap(lines -> store.store(batch(tenant, lines, key, bytes)))
        .map(BatchesController::id)
        .flatMap(id -> store.find(tenant.name(), id))
        .flatMap(this::view)
        .map(view ->
            ResponseEntity.accepted()
                .location(URI.create(view.links().self()))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .body(view));
  }

  @GetMapping("/v1/batches/{batch}")
  Mono<BatchView> batch(Tenant tenant, @PathVariable String batch) {
    return find(tenant, batch).flatMap(this::view);
  }

  /** Cancelling twice is no mistake; cancelling what ended otherwise is a 409. */
  @PostMapping("/v1/batches/{batch}/cancel")
  Mono<BatchView> cancel(Tenant tenant, @PathVariable String batch) {
    return find(tenant, batch)
        .flatMap(found ->
            store
                .cancel(found)
                .flatMap(noted -> store.find(tenant.name(), found.id()))
                .filter(
                    now -> now.finishedAtMs() == 0 || BatchState.of(now) == BatchState.CANCELLED))
        .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemType.JOB_FINISHED)))
        .flatMap(this::view);
  }

  @GetMapping(path = "/v1/batches/{batch}/results", produces = JSON_LINES)
  Mono<ResponseEntity<Flux<byte[]>>> results(Tenant tenant, @PathVariable String batch) {
    return find(tenant, batch)
        .map(found ->
            ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(JSON_LINES))
                .body(results.of(found)));
  }

  private Mono<Batch> find(Tenant tenant, String id) {
    return Mono.justOrEmpty(BatchId.parse(id))
        .flatMap(known -> store.find(tenant.name(), known))
        .switchIfEmpty(TenantJobs.notFound());
  }

  private Mono<BatchView> view(Batch batch) {
    List<Integer> rejected =
        batch.ended(LineEnd.REJECTED).stream().limit(BatchView.MAX_REJECTED).toList();
    Mono<Map<Integer, BatchLine>> lines =
        rejected.isEmpty() ? Mono.just(Map.of()) : store.lines(batch, rejected);
    return lines.map(found -> BatchView.of(batch, found));
  }

  private NewBatch batch(Tenant tenant, List<BatchLine> lines, @Nullable String key, byte[] body) {
    return new NewBatch(
        tenant.name(),
        BatchId.random(),
        tenant.share(),
        lines,
        key,
        Sha256.hexOf(body),
        settings.batchesPerTenant());
  }

  private static BatchId id(Stored stored) {
    BatchId id = stored.id();
    if (id == null) {
      throw ProblemException.of(
          stored.storing() == BatchStore.Storing.KEY_REUSED
              ? ProblemType.IDEMPOTENCY_KEY_REUSED
              : ProblemType.TOO_MANY_REQUESTS);
    }
    return id;
  }
}
