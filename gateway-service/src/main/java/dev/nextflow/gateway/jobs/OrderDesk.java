package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.Admission;
import dev.nextflow.gateway.Admission.Made;
import dev.nextflow.gateway.Continuation;
import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.IdempotencyKey;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.access.TenantOrders;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.Resume;
import dev.nextflow.jobs.Resumption;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Carries out orders that other stages made out of earlier jobs. */
@Component
class OrderDesk implements TenantOrders {

  private final Admission admission;
  private final JobQueue queue;
  private final Submissions submissions;
  private final Receipts receipts;
  private final JobViews views;
  private final GatewaySettings settings;

  OrderDesk(
      Admission admission,
      JobQueue queue,
      Submissions submissions,
      Receipts receipts,
      JobViews views,
      GatewaySettings settings) {
    this.admission = admission;
    this.queue = queue;
    this.submissions = submissions;
    this.receipts = receipts;
    this.views = views;
    this.settings = settings;
  }

  @Override
  public Mono<ResponseEntity<?>> submit(
      Tenant tenant,
      HttpHeaders headers,
      String route,
      byte @Nullable [] body,
      Mono<WorkOrder> order) {
    return Mono.defer(() -> {
      String key = key(headers);
      Preference preference = preference(headers);
      String hash = BodyHash.of(route, body);
      Mono<Job> known = key == null ? Mono.empty() : submissions.known(tenant, key, hash);
      return known
          .switchIfEmpty(order.flatMap(made -> submissions.store(tenant, made, key, hash)))
          .flatMap(job -> receipts.of(job, preference));
    });
  }

  @Override
  public Mono<ResponseEntity<?>> goOn(
      Tenant tenant,
      HttpHeaders headers,
      Job job,
      String route,
      byte @Nullable [] body,
      Mono<Continuation> order) {
    return Mono.defer(() -> {
      String key = key(headers);
      Preference preference = preference(headers);
      String hash = BodyHash.of(route, body);
      // Without a key nothing can be a repeat, so any token will do that nobody used.
      String token = key == null ? UUID.randomUUID().toString() : key;
      Mono<Resumption> known =
          key == null ? Mono.empty() : queue.resumption(tenant.name(), job.id(), token, hash);
      return known
          .switchIfEmpty(
              order.flatMap(made ->
                  admission.admit(
                      work(tenant, job, made, key),
                      queue.resume(tenant.name(), job.id(), resume(tenant, token, hash, made)),
                      OrderDesk::made)))
          .map(OrderDesk::taken)
          .flatMap(taken -> receipts.of(taken, preference))
          .switchIfEmpty(Mono.defer(() -> views.of(job).map(ResponseEntity::ok)))
          .map(answer -> answer);
    });
  }

  /** Only the rest is charged: what is drawn has been. */
  private static Admission.Work work(
      Tenant tenant, Job job, Continuation order, @Nullable String key) {
    return new Admission.Work(
        tenant.name(),
        tenant.limits(),
        order.tokensTotal() - job.tokensDone(),
        key == null ? null : job.id() + " " + key);
  }

  private Resume resume(Tenant tenant, String token, String hash, Continuation order) {
    return new Resume(
        token,
        hash,
        order.from(),
        order.work(),
        order.view(),
        order.tokensTotal(),
        (order.deadline() == null ? settings.jobDeadline() : order.deadline()).toMillis(),
        tenant.limits().jobsInFlight());
  }

  private static Made made(Resumption resumption) {
    return switch (resumption) {
      case Resumption.Accepted _ -> Made.JOB;
      case Resumption.Repeated _, Resumption.TokenReused _ -> Made.REPEAT;
      case Resumption.NotResting _, Resumption.TooManyUnfinished _, Resumption.Unknown _ ->
          Made.NOTHING;
    };
  }

  private static Job taken(Resumption resumption) {
    return switch (resumption) {
      case Resumption.Accepted(Job job) -> job;
      case Resumption.Repeated(Job job) -> job;
      case Resumption.TokenReused() ->
          throw ProblemException.of(ProblemType.IDEMPOTENCY_KEY_REUSED);
      // Somebody else was faster; what came of that, the caller sees when it asks again.
      case Resumption.NotResting(Job job) ->
          throw ProblemException.of(
              job.state().terminal() ? ProblemType.JOB_FINISHED : ProblemType.NOT_DRAWN_YET);
      case Resumption.TooManyUnfinished() ->
          throw ProblemException.of(ProblemType.TOO_MANY_REQUESTS);
      case Resumption.Unknown() -> throw ProblemException.of(ProblemType.NOT_FOUND);
    };
  }

  private static @Nullable String key(HttpHeaders headers) {
    return IdempotencyKey.read(headers.getOrDefault(IdempotencyKey.HEADER, List.of()));
  }

  private static Preference preference(HttpHeaders headers) {
    return Preference.read(headers.getOrDefault(Preference.HEADER, List.of()));
  }
}
