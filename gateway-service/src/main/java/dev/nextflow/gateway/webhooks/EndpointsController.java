package dev.nextflow.gateway.webhooks;

import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.outbound.PublicUrls;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.gateway.problems.StrictJson;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /v1/webhook-endpoints}: where a tenant wants to be told. */
@RestController
@RequestMapping(path = "/v1/webhook-endpoints", produces = MediaType.APPLICATION_JSON_VALUE)
class EndpointsController {

  private static final long GRACE_SECONDS = Duration.ofHours(24).toSeconds();
  private static final long MOST_GRACE_SECONDS = Duration.ofDays(7).toSeconds();

  private final Endpoints endpoints;
  private final PublicUrls urls;

  EndpointsController(Endpoints endpoints, WebhookSettings settings) {
    this.endpoints = endpoints;
    this.urls = settings.urls();
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<EndpointView>> add(
      Tenant tenant, @RequestBody(required = false) byte @Nullable [] body) {
    return Mono.fromCallable(() -> EndpointChange.ofNew(fields(body), urls))
        .flatMap(change -> endpoints.add(tenant, change))
        .map(view ->
            ResponseEntity.created(URI.create("/v1/webhook-endpoints/" + view.id())).body(view));
  }

  @GetMapping
  Mono<EndpointView.ListView> all(Tenant tenant) {
    return endpoints
        .all(tenant)
        .map(EndpointView::of)
        .collectList()
        .map(views -> new EndpointView.ListView("list", views));
  }

  @GetMapping("/{endpoint}")
  Mono<EndpointView> one(Tenant tenant, @PathVariable String endpoint) {
    return endpoints.find(tenant, endpoint).map(EndpointView::of);
  }

  /** Looks for the endpoint first: whoever has none is not told what a body should look like. */
  @PatchMapping(path = "/{endpoint}", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<EndpointView> change(
      Tenant tenant,
      @PathVariable String endpoint,
      @RequestBody(required = false) byte @Nullable [] body) {
    return endpoints
        .find(tenant, endpoint)
        .map(known -> EndpointChange.ofKnown(fields(body), urls))
        .flatMap(change -> endpoints.change(tenant, endpoint, change))
        .map(EndpointView::of);
  }

  @DeleteMapping(path = "/{endpoint}", produces = MediaType.ALL_VALUE) // there is no body
  @ResponseStatus(HttpStatus.NO_CONTENT)
  Mono<Void> remove(Tenant tenant, @PathVariable String endpoint) {
    return endpoints.remove(tenant, endpoint);
  }

  /** A body is not needed: {@code grace_seconds} has a default. */
  @PostMapping(path = "/{endpoint}/rotate", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<EndpointView> rotate(
      Tenant tenant,
      @PathVariable String endpoint,
      @RequestBody(required = false) byte @Nullable [] body) {
    return endpoints
        .find(tenant, endpoint)
        .map(known -> body == null || body.length == 0 ? GRACE_SECONDS : grace(fields(body)))
        .flatMap(seconds -> endpoints.rotate(tenant, endpoint, Duration.ofSeconds(seconds)));
  }

  @PostMapping("/{endpoint}/test")
  Mono<PingView> test(Tenant tenant, @PathVariable String endpoint) {
    return endpoints.ping(tenant, endpoint).map(PingView::of);
  }

  private static long grace(RequestFields fields) {
    return fields.into(() -> {
      Long seconds = fields.whole("grace_seconds");
      Rules rules = new Rules();
      rules.within(
          seconds, 0, MOST_GRACE_SECONDS, "grace_seconds", "must be 0.." + MOST_GRACE_SECONDS);
      rules.enforce();
      return seconds == null ? GRACE_SECONDS : seconds;
    });
  }

  private static RequestFields fields(byte @Nullable [] body) {
    return new RequestFields(StrictJson.read(body));
  }
}
