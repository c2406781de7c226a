package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.Admission;
import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.TendedQueues;
import dev.nextflow.gateway.WorkOrder;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Submission;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Hands orders to the queue. A 202 is only answered for a job that the queue has stored. */
@Component
class Submissions {

  private final Admission admission;
  private final JobQueue queue;
  private final TendedQueues tended;
  private final JobViews views;
  private final GatewaySettings settings;
  private final MeterRegistry meters;

  Submissions(
      Admission admission,
      JobQueue queue,
      TendedQueues tended,
      JobViews views,
      GatewaySettings settings,
      MeterRegistry meters) {
    this.admission = admission;
    this.queue = queue;
    this.tended = tended;
    this.views = views;
    this.settings = settings;
    this.meters = meters;
  }

  /**
   * Submits.
   *
   * @param key the caller's Idempotency-Key; null where it sent none
   * @param bodyHash what the key stands for
   * @return 202 with the job, which is an earlier one where the key was used before with the same
   *     body
   */
  Mono<ResponseEntity<JobView>> submit(
      Tenant tenant, WorkOrder order, @Nullable String key, String bodyHash) {
    NewJob job =
        new NewJob(
            tenant.name(),
            order.queue(),
            order.priority(),
            order.work(),
            order.view(),
            key,
            bodyHash,
            order.tokensTotal(),
            settings.jobDeadline().toMillis(),
            settings.jobRetention().toMillis());
    return admission
        .admit(work(tenant, order, key), queue.submit(job), Submission.Accepted.class::isInstance)
        .doOnNext(submission -> count(order, submission))
        .map(Submissions::stored)
        .doOnNext(stored -> tended.tend(stored.id().queue()))
        .flatMap(stored -> views.of(stored).map(view -> accepted(stored, view)));
  }

  /** A key belongs to a queue: sent for another model, it is other work. */
  private static Admission.Work work(Tenant tenant, WorkOrder order, @Nullable String key) {
    return new Admission.Work(
        tenant.name(),
        tenant.limits(),
        order.tokensTotal(),
        key == null ? null : order.queue() + " " + key);
  }

  private static Job stored(Submission submission) {
    return switch (submission) {
      case Submission.Accepted(Job job) -> job;
      case Submission.Repeated(Job job) -> job;
      case Submission.KeyReused() -> throw ProblemException.of(ProblemType.IDEMPOTENCY_KEY_REUSED);
    };
  }

  private static ResponseEntity<JobView> accepted(Job job, JobView view) {
    return ResponseEntity.accepted()
        .location(URI.create(JobViews.path(job)))
        .header(HttpHeaders.RETRY_AFTER, Long.toString(PollingHint.seconds(view.queuePosition())))
        .body(view);
  }

  private void count(WorkOrder order, Submission submission) {
    String outcome =
        switch (submission) {
          case Submission.Accepted _ -> "accepted";
          case Submission.Repeated _ -> "repeated";
          case Submission.KeyReused _ -> "key-reused";
        };
    meters
        .counter("nextflow.gateway.submissions", "queue", order.queue(), "outcome", outcome)
        .increment();
  }
}
