package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Submission;
import dev.nextflow.jobs.Trace;
import dev.nextflow.jobs.Traces;
import dev.nextflow.jobs.redis.QueueKeys.JobKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/**
 * Submits jobs. Its duties, in order:
 *
 * <ol>
 *   <li>note that the tenant uses the queue, so that its jobs are found again;
 *   <li>claim the job's id for its idempotency key, or learn which job the key stands for;
 *   <li>store the job, unless it is there.
 * </ol>
 *
 * <p>A claim lives with the tenant and a job with its queue: two slots, hence two scripts. Whatever
 * breaks off between them is mended by whoever comes next with the key: the id is the same, and a
 * job is stored under an id once. Where the key was claimed for another queue, since the bundle was
 * replaced between two tries, that queue is asked first, and told that nothing shall come any more.
 */
final class Submits {

  private static final Duration KEY_REMEMBERED = Duration.ofHours(24);

  /** Longer: a job is never stored under a key that its queue still knows and its tenant forgot. */
  private static final Duration CLAIM_REMEMBERED = Duration.ofHours(25);

  /**
   * Field of a job that one call has stored under the id that another had claimed: the id that it
   * would have had itself.
   */
  private static final String STORED_BY = "storedBy";

  private final ReactiveStringRedisTemplate redis;
  private final Answers answers;
  private final Traces traces;
  private final Dialect dialect;
  private final Set<List<String>> noted = ConcurrentHashMap.newKeySet();

  Submits(ReactiveStringRedisTemplate redis, Answers answers, Traces traces, Dialect dialect) {
    this.redis = redis;
    this.answers = answers;
    this.traces = traces;
    this.dialect = dialect;
  }

  Mono<Submission> submit(NewJob job) {
    // Made here, not in the subscription: whoever subscribes again submits the same job.
    JobId id = JobId.random(job.queue());
    return noteQueue(job.tenant(), job.queue())
        .then(
            Mono.defer(
                () -> job.idempotencyKey() == null ? store(job, id, id) : keyed(job, id, "")));
  }

  private Mono<Void> noteQueue(String tenant, String queue) {
    List<String> both = List.of(tenant, queue);
    return Mono.defer(() ->
        noted.contains(both)
            ? Mono.empty()
            : answers
                .to(() -> redis.opsForSet().add(new TenantKeys(tenant).queues(), queue))
                .doOnNext(_ -> noted.add(both))
                .then());
  }

  private Mono<Submission> keyed(NewJob job, JobId id, String voidId) {
    String claim = new TenantKeys(job.tenant()).claim(key(job));
    List<String> arguments =
        List.of(id.value(), job.bodyHash(), text(CLAIM_REMEMBERED.toMillis()), voidId);
    return answers
        .to(() -> Transition.CLAIM.on(redis, List.of(claim), arguments))
        .flatMap(values -> {
          if (JobFields.text(values, 0).equals("key-reused")) {
            return Mono.just(new Submission.KeyReused());
          }
          JobId claimed = new JobId(JobFields.text(values, 1));
          return claimed.queue().equals(job.queue())
              ? store(job, claimed, id)
              : recall(job, claimed, id);
        });
  }

  private Mono<Submission> store(NewJob job, JobId claimed, JobId id) {
    return Mono.deferContextual(caller -> store(job, claimed, id, traces.calling(caller)));
  }

  private Mono<Submission> store(NewJob job, JobId claimed, JobId id, @Nullable Trace trace) {
    JobKeys keys = new QueueKeys(job.queue()).of(job.tenant(), claimed);
    long rememberMs = job.idempotencyKey() == null ? 0 : KEY_REMEMBERED.toMillis();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                keys.queue().prefix(),
                keys.name(),
                job.bodyHash(),
                text(rememberMs),
                text(job.deadlineMs()),
                text(job.share().weight()),
                text(job.share().mostUnfinished())));
    arguments.addAll(JobFields.of(job, claimed, dialect.writes()));
    arguments.addAll(JobFields.of(trace));
    if (!claimed.equals(id)) {
      arguments.addAll(List.of(STORED_BY, id.value()));
    }
    return answers
        .to(() -> Transition.SUBMIT.on(redis, withKey(keys, job), arguments))
        .flatMap(values ->
            JobFields.text(values, 0).equals("superseded")
                ? keyed(job, id, "")
                : Mono.just(submission(values, id)));
  }

  private Mono<Submission> recall(NewJob job, JobId claimed, JobId id) {
    JobKeys keys = new QueueKeys(claimed.queue()).of(job.tenant(), claimed);
    List<String> arguments =
        List.of(keys.queue().prefix(), keys.name(), text(CLAIM_REMEMBERED.toMillis()));
    return answers
        .to(() -> Transition.RECALL.on(redis, withKey(keys, job), arguments))
        .flatMap(values ->
            JobFields.text(values, 0).equals("void")
                ? keyed(job, id, claimed.value())
                : Mono.just(submission(values, id)));
  }

  private static Submission submission(List<?> values, JobId id) {
    return switch (JobFields.text(values, 0)) {
      case "accepted" -> new Submission.Accepted(JobFields.jobAfterCode(values));
      case "known" -> {
        Job job = JobFields.jobAfterCode(values);
        // By this call: it was sent twice, and is answered as it was the first time.
        yield JobFields.fieldAfterCode(values, STORED_BY)
                .orElse(job.id().value())
                .equals(id.value())
            ? new Submission.Accepted(job)
            : new Submission.Repeated(job);
      }
      case "gone" -> new Submission.Gone(QueueKeys.idIn(JobFields.text(values, 1)));
      case "too-many" -> new Submission.TooManyUnfinished();
      default -> new Submission.KeyReused();
    };
  }

  private static List<String> withKey(JobKeys keys, NewJob job) {
    String idempotency = keys.queue().idempotency(job.tenant(), job.idempotencyKey());
    return QueueKeys.joined(keys.all(), List.of(idempotency));
  }

  private static String key(NewJob job) {
    return job.idempotencyKey() == null ? "" : job.idempotencyKey();
  }

  private static String text(long number) {
    return Long.toString(number);
  }
}
