package dev.nextflow.gateway.admin;

import dev.nextflow.gateway.access.AccessStore;
import dev.nextflow.gateway.access.ApiKey;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.problems.ProblemException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /v1/admin/keys}: makes keys, lists them without their secrets, revokes them. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class KeysController {

  private static final String KEYS = "/v1/admin/keys";
  private static final String TENANT = "tenant";

  private final AccessStore store;
  private final InstantSource clock = InstantSource.system();

  KeysController(AccessStore store) {
    this.store = store;
  }

  @PostMapping(path = KEYS, consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<KeyView>> make(@RequestBody(required = false) byte @Nullable [] body) {
    return Mono.defer(() -> {
      KeyRequest request = KeyRequest.from(body, clock);
      ApiKey key = ApiKey.random();
      return store
          .add(key, request.tenant(), request.role(), request.name(), request.expiresAtMs())
          .switchIfEmpty(Mono.error(() -> ProblemException.invalid(TENANT, "unknown tenant")))
          .map(stored ->
              ResponseEntity.created(URI.create(KEYS + "/" + key.id()))
                  .body(KeyView.made(stored, key)));
    });
  }

  @GetMapping(KEYS)
  Mono<KeyView.ListView> list(@RequestParam MultiValueMap<String, String> parameters) {
    return Mono.fromSupplier(() -> tenant(parameters))
        .flatMap(store::account)
        .switchIfEmpty(TenantJobs.notFound())
        .flatMap(account -> store.keys(account.name()))
        .map(keys -> new KeyView.ListView("list", keys.stream().map(KeyView::of).toList()));
  }

  private static String tenant(MultiValueMap<String, String> parameters) {
    Rules rules = new Rules();
    rules.requireParameters(parameters, Set.of(TENANT), Set.of());
    String tenant = parameters.getFirst(TENANT);
    rules.require(tenant != null, TENANT, "is required");
    rules.enforce();
    return Objects.requireNonNull(tenant);
  }

  @GetMapping(KEYS + "/{key}")
  Mono<KeyView> show(@PathVariable String key) {
    return id(key).flatMap(store::key).map(KeyView::of).switchIfEmpty(TenantJobs.notFound());
  }

  /** Revoking twice is no mistake. */
  @DeleteMapping(KEYS + "/{key}")
  Mono<KeyView> revoke(@PathVariable String key) {
    return id(key).flatMap(store::revoke).map(KeyView::of).switchIfEmpty(TenantJobs.notFound());
  }

  private static Mono<String> id(String written) {
    return Mono.just(written).filter(ApiKey::isId);
  }
}
