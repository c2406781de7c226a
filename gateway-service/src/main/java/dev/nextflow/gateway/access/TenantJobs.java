package dev.nextflow.gateway.access;

import dev.nextflow.gateway.DrawnJob;
import dev.nextflow.gateway.DrawnPictures;
import dev.nextflow.gateway.TendedQueues;
import dev.nextflow.jobs.Cancellation;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The jobs that a tenant may see. An id that is malformed, unknown, forgotten or another tenant's
 * is the same {@link ProblemType#NOT_FOUND}: nobody learns which ids exist.
 */
@Component
public class TenantJobs {

  private final JobQueue queue;
  private final TendedQueues tended;

  TenantJobs(JobQueue queue, TendedQueues tended) {
    this.queue = queue;
    this.tended = tended;
  }

  /** The id that a caller wrote, where it can be one. */
  private static Mono<JobId> id(String written) {
    return Mono.justOrEmpty(JobId.parse(written)).switchIfEmpty(notFound());
  }

  /** The job as it stands. */
  public Mono<Job> find(Tenant tenant, String id) {
    return id(id)
        .flatMap(known -> queue.find(tenant.name(), known))
        .doOnNext(job -> tended.tend(job.id().queue()))
        .switchIfEmpty(notFound());
  }

  /** What workers have stored for a job that was found. */
  public Mono<Map<String, String>> checkpoint(Job job) {
    return queue.checkpoint(job.tenant(), job.id()).switchIfEmpty(notFound());
  }

  /** The job with the tokens of its pictures; one that makes none is as unknown here as any. */
  public Mono<DrawnJob> drawn(Tenant tenant, String id) {
    return find(tenant, id)
        .flatMap(job -> checkpoint(job).mapNotNull(stored -> DrawnJob.of(job, stored).orElse(null)))
        .switchIfEmpty(notFound());
  }

  /** The job with its pictures, of whatever kind it is; one that makes none is unknown here. */
  public Mono<DrawnPictures> pictures(Tenant tenant, String id) {
    return find(tenant, id)
        .flatMap(
            job -> checkpoint(job).mapNotNull(stored -> DrawnPictures.of(job, stored).orElse(null)))
        .switchIfEmpty(notFound());
  }

  /**
   * Cancels: a job that waits ends at once, one that runs within its worker's next step.
   *
   * @return the job as it stands then; {@link ProblemType#JOB_FINISHED} if it had ended otherwise
   */
  public Mono<Job> cancel(Tenant tenant, String id) {
    return id(id)
        .flatMap(known -> queue.cancel(tenant.name(), known))
        .flatMap(cancellation ->
            cancellation == Cancellation.UNKNOWN
                ? notFound()
                : find(tenant, id).filter(job -> cancelled(cancellation, job)))
        .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemType.JOB_FINISHED)));
  }

  private static boolean cancelled(Cancellation cancellation, Job job) {
    return cancellation != Cancellation.ALREADY_FINISHED || job.state() == JobState.CANCELLED;
  }

  /** The answer to whatever is not there for this tenant. */
  public static <T> Mono<T> notFound() {
    return Mono.error(() -> ProblemException.of(ProblemType.NOT_FOUND));
  }
}
