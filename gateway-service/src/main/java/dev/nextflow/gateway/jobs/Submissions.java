package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.Admission;
import dev.nextflow.gateway.Admission.Made;
import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.Notes;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.Sessions;
import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.gateway.TendedQueues;
import dev.nextflow.gateway.Terms;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.Submission;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Hands orders to the queue. */
@Component
class Submissions {

  private final Admission admission;
  private final JobQueue queue;
  private final TendedQueues tended;
  private final Notes notes;
  private final Sessions sessions;
  private final GatewaySettings settings;
  private final MeterRegistry meters;

  Submissions(
      Admission admission,
      JobQueue queue,
      TendedQueues tended,
      Notes notes,
      Sessions sessions,
      GatewaySettings settings,
      MeterRegistry meters) {
    this.admission = admission;
    this.queue = queue;
    this.tended = tended;
    this.notes = notes;
    this.sessions = sessions;
    this.settings = settings;
    this.meters = meters;
  }

  /**
   * Submits.
   *
   * @param key the caller's Idempotency-Key; null where it sent none
   * @param bodyHash what the key stands for
   * @return the job once it is stored; an earlier one where the key was used before with the same
   *     body. Ends with the problem where none was stored
   */
  Mono<Job> store(Tenant tenant, WorkOrder order, @Nullable String key, String bodyHash) {
    return submit(tenant.name(), tenant.limits(), tenant.share(), order, key, bodyHash)
        .map(Submissions::stored);
  }

  /**
   * The job that the key stands for; empty where there is none yet. Ends with the problem where the
   * key is another body's or its job is no longer kept.
   */
  Mono<Job> known(Tenant tenant, String key, String bodyHash) {
    return queue
        .submission(tenant.name(), key, bodyHash)
        .doOnNext(submission -> {
          if (submission instanceof Submission.Repeated(Job job)) {
            count(job.id().queue(), submission);
            tend(submission);
          }
        })
        .map(Submissions::stored);
  }

  /** As {@link #store}, for a tenant that may not be calling now, and with every outcome. */
  Mono<Submission> submit(
      String tenant,
      TenantLimits limits,
      Share share,
      WorkOrder order,
      @Nullable String key,
      String bodyHash) {
    return order.turn() == null
        ? admitted(tenant, limits, share, order, key, bodyHash)
        : sessions.take(
            tenant,
            order.turn(),
            key,
            bodyHash,
            named -> admitted(tenant, limits, share, order, named, bodyHash));
  }

  private Mono<Submission> admitted(
      String tenant,
      TenantLimits limits,
      Share share,
      WorkOrder order,
      @Nullable String key,
      String bodyHash) {
    return admission.admit(
        new Admission.Work(tenant, limits, order.tokensTotal(), key),
        put(tenant, share, order, key, bodyHash),
        Submissions::made);
  }

  private Mono<Submission> put(
      String tenant, Share share, WorkOrder order, @Nullable String key, String bodyHash) {
    return notes
        .note(tenant, order)
        .map(note -> job(tenant, share, order, key, bodyHash, note))
        .flatMap(queue::submit)
        .doOnNext(submission -> {
          count(order.queue(), submission);
          tend(submission);
        });
  }

  private NewJob job(
      String tenant,
      Share share,
      WorkOrder order,
      @Nullable String key,
      String bodyHash,
      String note) {
    Terms terms = order.terms();
    return new NewJob(
        tenant,
        order.queue(),
        Requested.parse(order.view()).kind().wireName(),
        order.priority(),
        order.work(),
        order.view(),
        terms.labels(),
        key,
        bodyHash,
        order.tokensTotal(),
        given(terms.deadline(), settings.jobDeadline()).toMillis(),
        given(terms.retention(), settings.jobRetention()).toMillis(),
        share,
        note,
        // What the turns before have left with a worker is theirs to use.
        order.turn() == null ? null : order.turn().session());
  }

  private static Duration given(@Nullable Duration given, Duration otherwise) {
    return given == null ? otherwise : given;
  }

  private static Made made(Submission submission) {
    return switch (submission) {
      case Submission.Accepted _ -> Made.JOB;
      case Submission.Repeated _, Submission.Gone _, Submission.KeyReused _ -> Made.REPEAT;
      case Submission.TooManyUnfinished _ -> Made.NOTHING;
    };
  }

  private static Job stored(Submission submission) {
    return switch (submission) {
      case Submission.Accepted(Job job) -> job;
      case Submission.Repeated(Job job) -> job;
      case Submission.KeyReused() -> throw ProblemException.of(ProblemType.IDEMPOTENCY_KEY_REUSED);
      case Submission.Gone _ -> throw ProblemException.of(ProblemType.JOB_GONE);
      case Submission.TooManyUnfinished() ->
          throw ProblemException.of(ProblemType.TOO_MANY_REQUESTS);
    };
  }

  private void tend(Submission submission) {
    switch (submission) {
      case Submission.Accepted(Job job) -> tended.tend(job.id().queue());
      case Submission.Repeated(Job job) -> tended.tend(job.id().queue());
      default -> {}
    }
  }

  private void count(String queueName, Submission submission) {
    String outcome =
        switch (submission) {
          case Submission.Accepted _ -> "accepted";
          case Submission.Repeated _ -> "repeated";
          case Submission.KeyReused _ -> "key-reused";
          case Submission.Gone _ -> "gone";
          case Submission.TooManyUnfinished _ -> "too-many";
        };
    meters
        .counter("nextflow.gateway.submissions", "queue", queueName, "outcome", outcome)
        .increment();
  }
}
