package dev.nextflow.gateway.sessions;

import dev.nextflow.gateway.ServedBundles;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantJobs;
import dev.nextflow.gateway.sessions.SessionStore.NewSession;
import dev.nextflow.jobs.Labels;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * {@code /v1/sessions}: conversations that go on. A turn is no route of its own: it is a job that
 * names its session.
 */
@RestController
@RequestMapping(path = "/v1/sessions", produces = MediaType.APPLICATION_JSON_VALUE)
class SessionsController {

  private final SessionStore store;
  private final Settling settling;
  private final SessionViews views;
  private final ServedBundles bundles;
  private final SessionSettings settings;

  SessionsController(
      SessionStore store,
      Settling settling,
      SessionViews views,
      ServedBundles bundles,
      SessionSettings settings) {
    this.store = store;
    this.settling = settling;
    this.views = views;
    this.bundles = bundles;
    this.settings = settings;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<SessionView>> open(
      Tenant tenant, @RequestBody(required = false) byte @Nullable [] body) {
    return Mono.fromCallable(() -> SessionRequest.read(body))
        .flatMap(request ->
            bundles
                .named(request.model())
                .map(bundle ->
                    new NewSession(
                        tenant.name(),
                        SessionId.random(),
                        bundle.model(),
                        bundle.digest(),
                        request.labelsOr(Labels.NONE),
                        request.ttlOr(settings.ttl()),
                        List.of())))
        .flatMap(this::opened);
  }

  @GetMapping
  Mono<SessionView.ListView> list(
      Tenant tenant, @RequestParam MultiValueMap<String, String> parameters) {
    return Mono.fromCallable(() -> SessionQuery.read(tenant, parameters))
        .flatMap(query -> store.list(tenant.name(), query.after(), query.limit()))
        .map(page ->
            new SessionView.ListView(
                "list",
                page.sessions().stream().map(session -> SessionView.of(session, null)).toList(),
                SessionQuery.cursor(tenant, page.next())));
  }

  @GetMapping("/{session}")
  Mono<SessionView> session(Tenant tenant, @PathVariable String session) {
    return find(tenant, session).flatMap(views::of);
  }

  /** Its jobs are left alone, one that runs too. */
  @DeleteMapping(path = "/{session}", produces = MediaType.ALL_VALUE) // there is no body
  @ResponseStatus(HttpStatus.NO_CONTENT)
  Mono<Void> delete(Tenant tenant, @PathVariable String session) {
    return Mono.justOrEmpty(SessionId.parse(session))
        .flatMap(id -> store.delete(tenant.name(), id))
        .filter(Boolean::booleanValue)
        .switchIfEmpty(TenantJobs.notFound())
        .then();
  }

  /** Looks for the session first: whoever has none is not told what a body should look like. */
  @PostMapping(path = "/{session}/branches", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<SessionView>> branch(
      Tenant tenant,
      @PathVariable String session,
      @RequestBody(required = false) byte @Nullable [] body) {
    return find(tenant, session)
        .map(source -> branch(source, SessionRequest.readBranch(body)))
        .flatMap(this::opened);
  }

  /** All turns up to this one that were answered; what has no answer was never a part of it. */
  private static NewSession branch(Session source, SessionRequest request) {
    int last = request.afterTurn() == null ? 0 : request.afterTurn().intValue();
    Turn turn =
        source
            .turn(last)
            .orElseThrow(() -> ProblemException.invalid("after_turn", "must be an answered turn"));
    if (turn.end() == null) {
      throw ProblemException.of(ProblemType.TURN_UNFINISHED);
    }
    if (!turn.answered()) {
      throw ProblemException.invalid("after_turn", "must be an answered turn");
    }
    List<Turn> turns = new ArrayList<>();
    for (Turn each : source.answered()) {
      if (each.number() <= last) {
        turns.add(each.numbered(turns.size() + 1));
      }
    }
    return new NewSession(
        source.tenant(),
        SessionId.random(),
        source.model(),
        source.digest(),
        request.labelsOr(source.labels()),
        request.ttlOr(source.ttl()),
        turns);
  }

  private Mono<ResponseEntity<SessionView>> opened(NewSession session) {
    return store
        .open(session, settings.perTenant())
        .filter(Boolean::booleanValue)
        .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemType.TOO_MANY_REQUESTS)))
        .flatMap(_ -> store.find(session.tenant(), session.id()))
        .flatMap(views::of)
        .map(view -> ResponseEntity.created(URI.create(view.links().self())).body(view));
  }

  private Mono<Session> find(Tenant tenant, String session) {
    return Mono.justOrEmpty(SessionId.parse(session))
        .flatMap(id -> store.find(tenant.name(), id))
        .flatMap(settling::settled)
        .switchIfEmpty(TenantJobs.notFound());
  }
}
