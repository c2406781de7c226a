package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Labels;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.Progress;
import dev.nextflow.jobs.QueueUnavailable;
import dev.nextflow.jobs.Resume;
import dev.nextflow.jobs.Resumption;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.Standing;
import dev.nextflow.jobs.Submission;
import dev.nextflow.jobs.Traces;
import dev.nextflow.testing.RedisBackend;
import dev.nextflow.testing.RedisPlace;
import dev.nextflow.testing.RedisUser;
import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** A queue with a name of its own on a real Redis, and short ways to say what tests say often. */
final class TestQueue implements AutoCloseable {

  static final String TENANT = "acme";
  static final long HOUR_MS = Duration.ofHours(1).toMillis();
  static final Outcome DONE = new Outcome.Succeeded("{\"images\":1}");

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration LONG = Duration.ofSeconds(20);

  final String name;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ReactiveStringRedisTemplate redis;
  final JobQueue queue;
  final RedisTenantRecords records;

  private final AtomicInteger silentSince = new AtomicInteger();
  private final List<LettuceConnectionFactory> connections = new ArrayList<>();
  private final List<RedisJobQueue> queues = new ArrayList<>();

  private final ClientResources resources =
      JobsConfiguration.promptReconnect(ClientResources.builder()).build();

  /** As users of their own, where Redis tells them apart, gateways call the queue, and workers. */
  private TestQueue(String name, RedisBackend backend, JobSettings settings, Dialect dialect) {
    this.name = name;
    redis = connected(backend.place());
    if (backend.guarded()) {
      ReactiveStringRedisTemplate gateways = connected(backend.place(RedisUser.GATEWAY));
      RedisUser worker = RedisUser.workerOf(name);
      queues.add(
          new RedisJobQueue(gateways, settings, meters, Traces.NONE, SignalSettings.ALL, dialect));
      queues.add(
          new RedisJobQueue(
              connected(backend.place(worker)),
              settings,
              meters,
              Traces.NONE,
              heardBy(worker),
              dialect));
      queue = new TwoUsers(queues.get(0), queues.get(1));
      records = new RedisTenantRecords(gateways, settings);
    } else {
      queues.add(
          new RedisJobQueue(redis, settings, meters, Traces.NONE, SignalSettings.ALL, dialect));
      queue = queues.getFirst();
      records = new RedisTenantRecords(redis, settings);
    }
  }

  /** As the services' own settings have it. */
  static SignalSettings heardBy(@Nullable RedisUser worker) {
    return switch (worker) {
      case GENERATION -> new SignalSettings(List.of("gen-*", "com-*"));
      case UNDERSTANDING -> new SignalSettings(List.of("und-*"));
      case null, default -> SignalSettings.ALL;
    };
  }

  private ReactiveStringRedisTemplate connected(RedisPlace place) {
    LettuceConnectionFactory factory =
        new LettuceConnectionFactory(
            place.configuration(),
            LettuceClientConfiguration.builder().clientResources(resources).build());
    factory.afterPropertiesSet();
    factory.start();
    connections.add(factory);
    return new ReactiveStringRedisTemplate(factory);
  }

  static TestQueue open() {
    return open(JobSettings.defaults());
  }

  static TestQueue open(JobSettings settings) {
    return on(RedisBackend.shared(), settings);
  }

  /** The same queue with other settings. */
  static TestQueue again(TestQueue same, JobSettings settings) {
    return new TestQueue(same.name, RedisBackend.shared(), settings, Dialect.CURRENT);
  }

  /** The same queue as another generation of services sees it. */
  static TestQueue again(TestQueue same, JobSettings settings, Dialect dialect) {
    return new TestQueue(same.name, RedisBackend.shared(), settings, dialect);
  }

  static TestQueue on(RedisBackend backend, JobSettings settings) {
    return new TestQueue(unusedName(), backend, settings, Dialect.CURRENT);
  }

  static TestQueue withFinish(RedisBackend backend, Transition<String> finish) {
    return new TestQueue(
        unusedName(), backend, JobSettings.defaults(), Dialect.CURRENT.finishingBy(finish));
  }

  /** Opens what the first calls would else have to open. */
  void connect() {
    queues.forEach(each -> each.connect().block(LONG));
  }

  /** Of a queue that no other test uses. */
  static String unusedName() {
    int number = COUNT.incrementAndGet();
    return unusedName(List.of("gen", "und", "com").get(number % 3), number);
  }

  /** The same, of a queue that this one's worker may lease from, too. */
  String unusedNameAlike() {
    return unusedName(name.substring(0, name.indexOf('-')), COUNT.incrementAndGet());
  }

  private static String unusedName(String kind, int number) {
    return kind + "-test-" + number + "-" + ProcessHandle.current().pid();
  }

  /** A tenant that no other test uses. */
  static String unusedTenant() {
    return "tenant-" + COUNT.incrementAndGet() + "-" + ProcessHandle.current().pid();
  }

  NewJob job() {
    return job(TENANT, Priority.NORMAL);
  }

  NewJob job(String tenant, Priority priority) {
    return job(tenant, priority, null, "body", HOUR_MS);
  }

  NewJob job(
      String tenant, Priority priority, @Nullable String key, String bodyHash, long deadlineMs) {
    // A tenant's keys hold for all queues, those of other tests too.
    String ownKey = key == null ? null : name + "/" + key;
    return new NewJob(
        tenant, name, priority, "{\"seed\":7}", "{}", ownKey, bodyHash, 85, deadlineMs, HOUR_MS);
  }

  NewJob labelled(String tenant, Map<String, String> labels) {
    return with(job(tenant, Priority.NORMAL), new Labels(labels), Share.USUAL, null);
  }

  NewJob sharing(String tenant, Priority priority, Share share) {
    return with(job(tenant, priority), Labels.NONE, share, null);
  }

  /** A job that goes best to the worker that had the last one of its affinity. */
  NewJob related(String affinity) {
    return related(TENANT, affinity);
  }

  NewJob related(String tenant, String affinity) {
    return with(job(tenant, Priority.NORMAL), Labels.NONE, Share.USUAL, affinity);
  }

  private static NewJob with(NewJob job, Labels labels, Share share, @Nullable String affinity) {
    return new NewJob(
        job.tenant(),
        job.queue(),
        "generation",
        job.priority(),
        job.work(),
        job.view(),
        labels,
        job.idempotencyKey(),
        job.bodyHash(),
        job.tokensTotal(),
        job.deadlineMs(),
        job.retentionMs(),
        share,
        null,
        affinity);
  }

  NewJob keyed(String key, String bodyHash) {
    return job(TENANT, Priority.NORMAL, key, bodyHash, HOUR_MS);
  }

  Submission submit(NewJob job) {
    return queue.submit(job).blockOptional(LONG).orElseThrow();
  }

  Job accepted() {
    return accepted(job());
  }

  Job accepted(NewJob job) {
    return ((Submission.Accepted) submit(job)).job();
  }

  /** The lease of the job whose turn it is; fails where none is ready. */
  Lease leased() {
    return queue.reserve(name, "worker").blockOptional(LONG).orElseThrow();
  }

  boolean nothingReady() {
    return queue.reserve(name, "worker").blockOptional(LONG).isEmpty();
  }

  Standing renewed(Lease lease) {
    return queue.renew(lease).blockOptional(LONG).orElseThrow();
  }

  Standing reported(Lease lease, String field, String value, long tokensDone) {
    Progress progress = new Progress(Map.of(field, value), "scale", "{\"scale\":1}", tokensDone);
    return queue.report(lease, progress).blockOptional(LONG).orElseThrow();
  }

  boolean finished(Lease lease, Outcome outcome) {
    return queue.finish(lease, outcome).blockOptional(LONG).orElseThrow();
  }

  boolean released(Lease lease) {
    return queue.release(lease).blockOptional(LONG).orElseThrow();
  }

  /** A job whose worker has laid it to rest. */
  Job rested(JobState state) {
    Job job = accepted();
    Lease lease = leased();
    reported(lease, "codes:0:1", "AAA=", 1);
    finished(lease, new Outcome.Rested(state, "{\"drawn\":1}"));
    return found(job.id());
  }

  static Resume resume(String token, JobState from) {
    return new Resume(token, "body", from, "{\"seed\":8}", null, 91, HOUR_MS, Integer.MAX_VALUE);
  }

  Resumption resumed(JobId id, Resume resume) {
    return queue.resume(TENANT, id, resume).blockOptional(LONG).orElseThrow();
  }

  int reaped() {
    return queue.reap(name).blockOptional(LONG).orElseThrow();
  }

  Job found(JobId id) {
    return queue.find(TENANT, id).blockOptional(LONG).orElseThrow();
  }

  List<JobEvent> events(JobId id) {
    return queue.events(TENANT, id, null).collectList().blockOptional(LONG).orElseThrow();
  }

  List<String> eventTypes(JobId id) {
    return events(id).stream().map(JobEvent::type).toList();
  }

  /** The first so many, of a job that has not ended. */
  List<String> eventTypes(JobId id, int first) {
    return queue
        .events(TENANT, id, null)
        .take(first)
        .map(JobEvent::type)
        .collectList()
        .blockOptional(LONG)
        .orElseThrow();
  }

  boolean nothingWaitsOrRuns() {
    return !queue.depth(name).blockOptional(LONG).orElseThrow().anyJob();
  }

  /** Whether Redis can be reached right now. */
  boolean answers() {
    try {
      queue.depth(name).block(LONG);
      return true;
    } catch (QueueUnavailable away) {
      return false;
    }
  }

  /** As if the worker had been silent for longer than its lease. */
  void letLeaseRunOut(Lease lease) {
    QueueKeys keys = new QueueKeys(name);
    redis
        .opsForZSet()
        .add(
            keys.own().get(0),
            keys.of(lease.tenant(), lease.id()).name(),
            silentSince.incrementAndGet())
        .block();
  }

  /** As if the job, which has ended, had been kept for as long as it is to be. */
  void letRetentionPass(Job job) {
    QueueKeys.JobKeys names = new QueueKeys(name).of(job.tenant(), job.id());
    redis.opsForZSet().add(names.queue().prefix() + "retained", names.name(), 1).block();
    redis.delete(names.job(), names.checkpoint(), names.events()).block();
  }

  /** Names of the keys that speak of this job. */
  List<String> keysOf(Job job) {
    return redis.keys("*" + job.id() + "*").collectList().block();
  }

  /** As if the job's deadline had passed. */
  void letDeadlinePass(Job job) {
    QueueKeys keys = new QueueKeys(name);
    QueueKeys.JobKeys names = keys.of(job.tenant(), job.id());
    redis.opsForHash().put(names.job(), "expiresAtMs", "1").block();
    redis.opsForZSet().add(keys.own().get(1), names.name(), silentSince.incrementAndGet()).block();
  }

  @Override
  public void close() {
    queues.forEach(RedisJobQueue::close);
    connections.forEach(LettuceConnectionFactory::destroy);
    resources.shutdown(0, 2, TimeUnit.SECONDS);
  }
}
