package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.Cancellation;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.OutboxEntry;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Pace;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.QueueDepth;
import dev.nextflow.jobs.QueueUnavailable;
import dev.nextflow.jobs.Resume;
import dev.nextflow.jobs.Resumption;
import dev.nextflow.jobs.Standing;
import dev.nextflow.jobs.Submission;
import dev.nextflow.jobs.Trace;
import dev.nextflow.jobs.Traces;
import dev.nextflow.jobs.redis.QueueKeys.JobKeys;
import dev.nextflow.sequences.Sha256;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The queue in Redis. What a call does is in the script of its name; here it is put into words. */
public final class RedisJobQueue implements JobQueue, AutoCloseable {

  private static final int REAPED_PER_CALL = 100;

  /** A driver that has never spoken to Redis may take more than its time for the first answer. */
  private static final int MORE_FIRST_CALLS = 2;

  /** A queue that nobody has: what is asked of it costs nothing. */
  private static final String NO_QUEUE = "none";

  /** What {@code reserve.lua} says where all that waits is for workers of a later version. */
  private static final String LATER_VERSION = "later-version";

  private final ReactiveStringRedisTemplate redis;
  private final JobSettings settings;
  private final Answers answers;
  private final Signals signals;
  private final JobMeters meters;
  private final JobReads reads;
  private final Submits submits;
  private final Traces traces;
  private final Dialect dialect;

  /** A queue over a connection that somebody else opens and closes. */
  public RedisJobQueue(
      ReactiveStringRedisTemplate redis, JobSettings settings, MeterRegistry registry) {
    this(redis, settings, registry, Traces.NONE);
  }

  /** The same, for callers that are traced. */
  public RedisJobQueue(
      ReactiveStringRedisTemplate redis,
      JobSettings settings,
      MeterRegistry registry,
      Traces traces) {
    this(redis, settings, registry, traces, SignalSettings.ALL, Dialect.CURRENT);
  }

  RedisJobQueue(
      ReactiveStringRedisTemplate redis,
      JobSettings settings,
      MeterRegistry registry,
      Traces traces,
      SignalSettings heard,
      Dialect dialect) {
    this.redis = redis;
    this.settings = settings;
    this.answers = new Answers(settings.answerTimeout());
    this.reads = new JobReads(redis, answers);
    this.submits = new Submits(redis, answers, traces, dialect);
    this.signals = new Signals(redis, settings, heard);
    this.meters = new JobMeters(registry);
    this.traces = traces;
    this.dialect = dialect;
  }

  /** Opens the connections; completes once Redis has given an answer and its signals are heard. */
  Mono<Void> connect() {
    // Signals first: a read that fails at once ends it all, and nobody would try to hear them.
    return Mono.when(signals.open(), reads.pace(new QueueKeys(NO_QUEUE)).retry(MORE_FIRST_CALLS));
  }

  @Override
  public Mono<Submission> submit(NewJob job) {
    return submits.submit(job);
  }

  @Override
  public Mono<Submission> submission(String tenant, String idempotencyKey, String bodyHash) {
    return reads.submission(tenant, idempotencyKey, bodyHash);
  }

  @Override
  public Mono<Lease> reserve(String queueName, String worker) {
    QueueKeys queue = new QueueKeys(queueName);
    List<String> arguments =
        List.of(
            queue.prefix(),
            leaseMs(),
            worker,
            text(settings.headStart().toMillis()),
            text(settings.rememberAffinity().toMillis()),
            text(dialect.reads()));
    return run(Transition.RESERVE, queue.ownAndRings(), arguments)
        .flatMap(values -> {
          meters.finished(queueName, JobState.EXPIRED, JobFields.number(values, 0));
          if (values.size() == 1) {
            return Mono.empty();
          }
          if (values.size() == 2 && JobFields.text(values, 1).equals(LATER_VERSION)) {
            return untilReady(queueName, settings.lookAgainEvery()).then(Mono.empty());
          }
          if (values.size() == 2) {
            Duration left = Duration.ofMillis(JobFields.number(values, 1));
            return untilReady(queueName, left).then(reserve(queueName, worker));
          }
          List<?> leased = values.subList(1, values.size());
          Lease lease = JobFields.lease(leased);
          meters.leased(
              queueName,
              Duration.ofMillis(JobFields.waitedMs(leased)),
              !lease.checkpoint().isEmpty());
          return Mono.just(lease);
        });
  }

  /** Until the time is over, or another job may be ready; the tick at once is none. */
  private Mono<?> untilReady(String queueName, Duration longest) {
    return Mono.firstWithSignal(Mono.delay(longest), signals.ready(queueName).skip(1).next());
  }

  @Override
  public Mono<Boolean> awaitReady(String queueName, Duration longest) {
    Mono<Boolean> anyWaits = reads.anyWaits(new QueueKeys(queueName));
    return signals
        .ready(queueName)
        .concatMap(tick -> anyWaits.onErrorResume(QueueUnavailable.class, away -> Mono.empty()), 1)
        .any(Boolean::booleanValue)
        .timeout(longest, Mono.just(false));
  }

  @Override
  public Mono<Standing> renew(Lease lease) {
    JobKeys keys = keys(lease);
    return run(Transition.RENEW, keys.all(), arguments(keys, text(lease.fence()), leaseMs()))
        .map(word -> JobFields.word(Standing.class, word));
  }

  @Override
  public Mono<Void> awaitCancelHint(Lease lease) {
    return signals.cancels(keys(lease)).next().then();
  }

  @Override
  public Mono<Standing> report(Lease lease, Progress progress) {
    JobKeys keys = keys(lease);
    // Made here, not in the subscription: whoever subscribes again repeats the same report.
    String name = UUID.randomUUID().toString();
    return Mono.deferContextual(
            caller -> {
              Trace trace = traces.calling(caller);
              List<String> arguments =
                  arguments(
                      keys,
                      text(lease.fence()),
                      leaseMs(),
                      name,
                      text(progress.tokensDone()),
                      progress.event(),
                      progress.eventData(),
                      trace == null ? "" : trace.traceparent());
              progress
                  .checkpoint()
                  .forEach((field, value) -> arguments.addAll(List.of(field, value)));
              return run(Transition.REPORT, keys.all(), arguments);
            })
        .map(values -> {
          meters.written(lease.id().queue(), JobFields.number(values, 1));
          return JobFields.word(Standing.class, JobFields.text(values, 0));
        });
  }

  @Override
  public Mono<Boolean> finish(Lease lease, Outcome outcome) {
    JobKeys keys = keys(lease);
    List<String> arguments = arguments(keys, text(lease.fence()), outcome.state().wireName());
    arguments.addAll(
        switch (outcome) {
          case Outcome.Succeeded(String result) -> List.of("result", result);
          case Outcome.PartiallySucceeded(String result) -> List.of("result", result);
          case Outcome.Rested(JobState _, String result) -> List.of("rest", result);
          case Outcome.Failed(String problem) -> List.of("problem", problem);
          case Outcome.Cancelled() -> List.of("", "");
        });
    return run(dialect.finish(), keys.all(), arguments)
        .map(word -> {
          switch (word) {
            case "ended" -> meters.finished(lease.id().queue(), outcome.state(), 1);
            case "cancelled" -> meters.finished(lease.id().queue(), JobState.CANCELLED, 1);
            default -> {}
          }
          return !word.equals("stale");
        });
  }

  @Override
  public Mono<Boolean> release(Lease lease) {
    JobKeys keys = keys(lease);
    return run(Transition.RELEASE, keys.all(), arguments(keys, text(lease.fence())))
        .map(word -> {
          if (word.equals("cancelled")) {
            meters.finished(lease.id().queue(), JobState.CANCELLED, 1);
          }
          return !word.equals("stale");
        });
  }

  @Override
  public Mono<Resumption> resume(String tenant, JobId id, Resume resume) {
    JobKeys keys = keys(tenant, id);
    List<String> arguments =
        arguments(
            keys,
            Sha256.hexOf(resume.token()),
            resume.bodyHash(),
            resume.from().wireName(),
            text(resume.deadlineMs()),
            text(resume.mostUnfinished()));
    arguments.addAll(JobFields.of(resume, dialect.writes()));
    return Mono.deferContextual(caller ->
            run(
                Transition.RESUME,
                keys.all(),
                QueueKeys.joined(arguments, JobFields.of(traces.calling(caller)))))
        .map(values ->
            switch (JobFields.text(values, 0)) {
              case "accepted" -> new Resumption.Accepted(JobFields.jobAfterCode(values));
              case "repeated" -> new Resumption.Repeated(JobFields.jobAfterCode(values));
              case "not-resting" -> new Resumption.NotResting(JobFields.jobAfterCode(values));
              case "too-many" -> new Resumption.TooManyUnfinished();
              case "token-reused" -> new Resumption.TokenReused();
              default -> new Resumption.Unknown();
            });
  }

  @Override
  public Mono<Resumption> resumption(String tenant, JobId id, String token, String bodyHash) {
    return reads.resumption(keys(tenant, id), Sha256.hexOf(token), bodyHash);
  }

  @Override
  public Mono<Cancellation> cancel(String tenant, JobId id) {
    JobKeys keys = keys(tenant, id);
    return run(Transition.CANCEL, keys.all(), arguments(keys))
        .map(word -> JobFields.word(Cancellation.class, word))
        .doOnNext(cancellation -> {
          if (cancellation == Cancellation.CANCELLED) {
            meters.finished(id.queue(), JobState.CANCELLED, 1);
          }
        });
  }

  @Override
  public Mono<Integer> reap(String queueName) {
    return Mono.defer(() -> reapSome(queueName))
        .expand(some -> some < REAPED_PER_CALL ? Mono.empty() : reapSome(queueName))
        .reduce(0, Integer::sum);
  }

  @Override
  public Mono<List<OutboxEntry>> outbox(String queueName, Duration again, int most) {
    QueueKeys queue = new QueueKeys(queueName);
    List<String> arguments = List.of(queue.prefix(), text(again.toMillis()), text(most));
    return run(Transition.OUTBOX, queue.ownAndOutbox(), arguments)
        .map(entries ->
            entries.stream().map(entry -> JobFields.outboxEntry((List<?>) entry)).toList());
  }

  @Override
  public Mono<Void> acknowledge(String queueName, List<OutboxEntry> entries) {
    if (entries.isEmpty()) {
      return Mono.empty();
    }
    QueueKeys queue = new QueueKeys(queueName);
    List<String> ids = entries.stream().map(OutboxEntry::entryId).toList();
    List<String> arguments = QueueKeys.joined(List.of(queue.prefix()), ids);
    return run(Transition.ACKNOWLEDGE, queue.ownAndOutbox(), arguments).then();
  }

  @Override
  public Mono<Job> find(String tenant, JobId id) {
    return reads.find(keys(tenant, id));
  }

  @Override
  public Mono<Map<String, String>> checkpoint(String tenant, JobId id) {
    return reads.checkpoint(keys(tenant, id));
  }

  @Override
  public Mono<Long> position(String tenant, JobId id) {
    return reads.position(keys(tenant, id));
  }

  @Override
  public Mono<Pace> pace(String queueName) {
    return reads.pace(new QueueKeys(queueName));
  }

  @Override
  public Mono<QueueDepth> depth(String queueName) {
    return reads
        .depth(new QueueKeys(queueName))
        .doOnNext(depth -> meters.measured(queueName, depth));
  }

  @Override
  public Flux<JobEvent> events(String tenant, JobId id, @Nullable String afterId) {
    JobKeys keys = keys(tenant, id);
    return Flux.defer(
        () -> new EventReader(redis, answers, keys, afterId).follow(signals.events(keys)));
  }

  @Override
  public void close() {
    signals.close();
  }

  private Mono<Integer> reapSome(String queueName) {
    QueueKeys queue = new QueueKeys(queueName);
    List<String> arguments =
        List.of(queue.prefix(), text(settings.maxAttempts()), text(REAPED_PER_CALL));
    return run(Transition.REAP, queue.own(), arguments)
        .map(counts -> {
          long requeued = JobFields.number(counts, 0);
          long expired = JobFields.number(counts, 1);
          long failed = JobFields.number(counts, 2);
          long cancelled = JobFields.number(counts, 3);
          meters.reaped(queueName, requeued + failed + cancelled);
          meters.finished(queueName, JobState.EXPIRED, expired);
          meters.finished(queueName, JobState.FAILED, failed);
          meters.finished(queueName, JobState.CANCELLED, cancelled);
          return (int) (requeued + expired + failed + cancelled);
        });
  }

  private <T> Mono<T> run(Transition<T> transition, List<String> keys, List<String> arguments) {
    return answers.to(() -> transition.on(redis, keys, arguments));
  }

  private String leaseMs() {
    return text(settings.lease().toMillis());
  }

  private static JobKeys keys(Lease lease) {
    return keys(lease.tenant(), lease.id());
  }

  private static JobKeys keys(String tenant, JobId id) {
    return new QueueKeys(id.queue()).of(tenant, id);
  }

  /** The arguments that every script about one job takes first, and more; can be added to. */
  private static List<String> arguments(JobKeys keys, String... more) {
    List<String> all = new ArrayList<>(List.of(keys.queue().prefix(), keys.name()));
    all.addAll(List.of(more));
    return all;
  }

  private static String text(long number) {
    return Long.toString(number);
  }
}
