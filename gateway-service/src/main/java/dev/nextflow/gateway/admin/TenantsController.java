package dev.nextflow.gateway.admin;

import dev.nextflow.gateway.access.AccessStore;
import dev.nextflow.gateway.access.Account;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.access.Tenants;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /v1/admin/tenants}: opens, lists, shows and changes accounts. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class TenantsController {

  private static final String TENANTS = "/v1/admin/tenants";

  private final AccessStore store;
  private final Tenants tenants;

  TenantsController(AccessStore store, Tenants tenants) {
    this.store = store;
    this.tenants = tenants;
  }

  @PostMapping(path = TENANTS, consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<TenantView>> open(@RequestBody(required = false) byte @Nullable [] body) {
    return Mono.fromSupplier(() -> TenantRequest.opening(body))
        .flatMap(request -> store.open(Objects.requireNonNull(request.name()), request.change()))
        .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemType.ALREADY_EXISTS)))
        .map(this::view)
        .map(view -> ResponseEntity.created(URI.create(TENANTS + "/" + view.name())).body(view));
  }

  @GetMapping(TENANTS)
  Mono<TenantView.ListView> list() {
    return store
        .accounts()
        .map(accounts ->
            new TenantView.ListView("list", accounts.stream().map(this::view).toList()));
  }

  @GetMapping(TENANTS + "/{tenant}")
  Mono<TenantView> show(@PathVariable String tenant) {
    return store.account(tenant).map(this::view).switchIfEmpty(TenantJobs.notFound());
  }

  @PatchMapping(path = TENANTS + "/{tenant}", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<TenantView> change(
      @PathVariable String tenant, @RequestBody(required = false) byte @Nullable [] body) {
    return Mono.fromSupplier(() -> TenantRequest.changing(body))
        .flatMap(request -> store.change(tenant, request.change()))
        .map(this::view)
        .switchIfEmpty(TenantJobs.notFound());
  }

  private TenantView view(Account account) {
    return TenantView.of(account, tenants.limitsOf(account));
  }
}
