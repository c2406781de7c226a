package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.Cancellation;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.OutboxEntry;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Pace;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.QueueDepth;
import dev.nextflow.jobs.Resume;
import dev.nextflow.jobs.Resumption;
import dev.nextflow.jobs.Standing;
import dev.nextflow.jobs.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A queue that is called as it is in production: by gateways as one user, by workers as another.
 */
final class TwoUsers implements JobQueue {

  private final JobQueue gateway;
  private final JobQueue worker;
  private final AtomicInteger calls = new AtomicInteger();

  TwoUsers(JobQueue gateway, JobQueue worker) {
    this.gateway = gateway;
    this.worker = worker;
  }

  @Override
  public Mono<Submission> submit(NewJob job) {
    return gateway.submit(job);
  }

  @Override
  public Mono<Submission> submission(String tenant, String idempotencyKey, String bodyHash) {
    return gateway.submission(tenant, idempotencyKey, bodyHash);
  }

  @Override
  public Mono<Lease> reserve(String queue, String name) {
    return worker.reserve(queue, name);
  }

  @Override
  public Mono<Boolean> awaitReady(String queue, Duration longest) {
    return worker.awaitReady(queue, longest);
  }

  @Override
  public Mono<Standing> renew(Lease lease) {
    return worker.renew(lease);
  }

  @Override
  public Mono<Void> awaitCancelHint(Lease lease) {
    return worker.awaitCancelHint(lease);
  }

  @Override
  public Mono<Standing> report(Lease lease, Progress progress) {
    return worker.report(lease, progress);
  }

  @Override
  public Mono<Boolean> finish(Lease lease, Outcome outcome) {
    return worker.finish(lease, outcome);
  }

  @Override
  public Mono<Boolean> release(Lease lease) {
    return worker.release(lease);
  }

  @Override
  public Mono<Resumption> resume(String tenant, JobId id, Resume resume) {
    return gateway.resume(tenant, id, resume);
  }

  @Override
  public Mono<Resumption> resumption(String tenant, JobId id, String token, String bodyHash) {
    return gateway.resumption(tenant, id, token, bodyHash);
  }

  @Override
  public Mono<Cancellation> cancel(String tenant, JobId id) {
    return gateway.cancel(tenant, id);
  }

  @Override
  public Mono<Integer> reap(String queue) {
    // Both do: now one, now the other.
    return (calls.incrementAndGet() % 2 == 0 ? gateway : worker).reap(queue);
  }

  @Override
  public Mono<List<OutboxEntry>> outbox(String queue, Duration again, int most) {
    return gateway.outbox(queue, again, most);
  }

  @Override
  public Mono<Void> acknowledge(String queue, List<OutboxEntry> entries) {
    return gateway.acknowledge(queue, entries);
  }

  @Override
  public Mono<Job> find(String tenant, JobId id) {
    return gateway.find(tenant, id);
  }

  @Override
  public Mono<Map<String, String>> checkpoint(String tenant, JobId id) {
    return gateway.checkpoint(tenant, id);
  }

  @Override
  public Mono<Long> position(String tenant, JobId id) {
    return gateway.position(tenant, id);
  }

  @Override
  public Mono<Pace> pace(String queue) {
    return gateway.pace(queue);
  }

  @Override
  public Mono<QueueDepth> depth(String queue) {
    return gateway.depth(queue);
  }

  @Override
  public Flux<JobEvent> events(String tenant, JobId id, @Nullable String afterId) {
    return gateway.events(tenant, id, afterId);
  }
}
