package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Pace;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueDepth;
import dev.nextflow.jobs.Resumption;
import dev.nextflow.jobs.Submission;
import dev.nextflow.jobs.redis.QueueKeys.JobKeys;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/** Looks at jobs and queues without changing them. */
record JobReads(ReactiveStringRedisTemplate redis, Answers answers) {

  /** Field of a job, as {@code resume.lua} writes it, with the hash of a token. */
  private static final String RESUMED = "resumed:";

  Mono<Job> find(JobKeys job) {
    return fields(job.job()).filter(fields -> !fields.isEmpty()).map(JobFields::job);
  }

  /** What a resume with this token has come to; empty where there was none. */
  Mono<Resumption> resumption(JobKeys job, String tokenHash, String bodyHash) {
    return fields(job.job())
        .filter(fields -> fields.containsKey(RESUMED + tokenHash))
        .map(fields ->
            bodyHash.equals(fields.get(RESUMED + tokenHash))
                ? new Resumption.Repeated(JobFields.job(fields))
                : new Resumption.TokenReused());
  }

  /** What a key has come to: what {@code claim.lua} and {@code submit.lua} have written of it. */
  Mono<Submission> submission(String tenant, String idempotencyKey, String bodyHash) {
    return fields(new TenantKeys(tenant).claim(idempotencyKey))
        .filter(claim -> claim.containsKey("id"))
        .flatMap(claim ->
            bodyHash.equals(claim.get("bodyHash"))
                ? stored(tenant, idempotencyKey, new JobId(claim.get("id")))
                : Mono.just(new Submission.KeyReused()));
  }

  /** Empty where the job was never stored: whoever claimed its id broke off. */
  private Mono<Submission> stored(String tenant, String idempotencyKey, JobId claimed) {
    QueueKeys queue = new QueueKeys(claimed.queue());
    JobKeys job = queue.of(tenant, claimed);
    Mono<Submission> gone =
        fields(queue.idempotency(tenant, idempotencyKey))
            .filter(known -> job.name().equals(known.get("name")) && !known.containsKey("void"))
            .map(_ -> new Submission.Gone(claimed));
    return find(job).<Submission>map(Submission.Repeated::new).switchIfEmpty(gone);
  }

  Mono<Map<String, String>> checkpoint(JobKeys job) {
    return answers
        .to(() -> redis.hasKey(job.job()))
        .filter(Boolean::booleanValue)
        .flatMap(known -> fields(job.checkpoint()));
  }

  Mono<Long> position(JobKeys job) {
    QueueKeys queue = job.queue();
    List<String> keys =
        QueueKeys.joined(QueueKeys.joined(queue.own(), List.of(job.job())), queue.rings());
    List<String> arguments = List.of(queue.prefix(), job.name());
    return answers
        .to(() -> Transition.POSITION.on(redis, keys, arguments))
        .filter(values -> !values.isEmpty())
        .map(values -> JobFields.number(values, 0));
  }

  Mono<Pace> pace(QueueKeys queue) {
    return run(Transition.PACE, queue.own(), queue).map(JobFields::pace);
  }

  Mono<QueueDepth> depth(QueueKeys queue) {
    return run(Transition.DEPTH, queue.ownAndRings(), queue).map(JobReads::depth);
  }

  /** Whether any tenant stands in a ring. */
  Mono<Boolean> anyWaits(QueueKeys queue) {
    return answers.to(() -> redis.countExistingKeys(queue.rings())).map(rings -> rings > 0);
  }

  private Mono<List<?>> run(Transition<List<?>> script, List<String> keys, QueueKeys queue) {
    return answers.to(() -> script.on(redis, keys, List.of(queue.prefix())));
  }

  private Mono<Map<String, String>> fields(String hash) {
    return new WholeReads(redis, answers).hash(hash);
  }

  private static QueueDepth depth(List<?> counts) {
    int each = Priority.values().length;
    return new QueueDepth(
        ofEach(counts, 1),
        ofEach(counts, 1 + each),
        ofEach(counts, 1 + 2 * each),
        JobFields.number(counts, 0));
  }

  private static Map<Priority, Long> ofEach(List<?> counts, int from) {
    Map<Priority, Long> numbers = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      numbers.put(priority, JobFields.number(counts, from + priority.ordinal()));
    }
    return numbers;
  }
}
