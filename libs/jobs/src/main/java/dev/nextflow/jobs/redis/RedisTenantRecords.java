package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.DailyUsage;
import dev.nextflow.jobs.Deletion;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobFilter;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobPage;
import dev.nextflow.jobs.JobPage.Place;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.TenantRecords;
import dev.nextflow.jobs.redis.QueueKeys.JobKeys;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A tenant's records, put together out of what its queues hold. */
public final class RedisTenantRecords implements TenantRecords {

  /** Of one queue in one call: a script must not hold up the others for long. */
  private static final int MOST_LOOKS = 1000;

  private final ReactiveStringRedisTemplate redis;
  private final Answers answers;

  /** Records over a connection that somebody else opens and closes. */
  public RedisTenantRecords(ReactiveStringRedisTemplate redis, JobSettings settings) {
    this.redis = redis;
    this.answers = new Answers(settings.answerTimeout());
  }

  @Override
  public Mono<Set<String>> queues(String tenant) {
    String key = new TenantKeys(tenant).queues();
    return new WholeReads(redis, answers).set(key).map(Set::copyOf);
  }

  @Override
  public Mono<JobPage> list(String tenant, JobFilter filter, @Nullable Place after, int limit) {
    return queues(tenant)
        .flatMapMany(Flux::fromIterable)
        .flatMap(queue -> page(new QueueKeys(queue), tenant, filter, after, limit))
        .collectList()
        .map(pages -> JobPage.merged(pages, limit));
  }

  @Override
  public Mono<Deletion> delete(String tenant, JobId id) {
    JobKeys keys = new QueueKeys(id.queue()).of(tenant, id);
    List<String> arguments = List.of(keys.queue().prefix(), keys.name());
    return answers
        .to(() -> Transition.DELETE.on(redis, keys.all(), arguments))
        .map(word -> JobFields.word(Deletion.class, word));
  }

  @Override
  public Mono<List<DailyUsage>> usage(String tenant, LocalDate from, LocalDate to) {
    if (from.plusDays(USAGE_KEPT_DAYS).isBefore(to)) {
      throw new IllegalArgumentException("at most " + USAGE_KEPT_DAYS + " days");
    }
    return queues(tenant)
        .flatMapMany(Flux::fromIterable)
        .flatMap(queue -> used(new QueueKeys(queue), tenant, from, to))
        .collectList()
        .map(RedisTenantRecords::summed);
  }

  private Mono<JobPage> page(
      QueueKeys queue, String tenant, JobFilter filter, @Nullable Place after, int limit) {
    List<String> keys = QueueKeys.joined(queue.own(), List.of(queue.index(tenant)));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                queue.prefix(),
                tenant,
                newest(filter, after),
                filter.createdAfterMs() == null ? "-inf" : "(" + filter.createdAfterMs(),
                after == null ? "0" : Long.toString(after.createdAtMs()),
                after == null ? "" : after.id(),
                Integer.toString(limit),
                Integer.toString(MOST_LOOKS),
                states(filter)));
    filter.labels().values().forEach((key, value) -> arguments.addAll(List.of(key, value)));
    return answers
        .to(() -> Transition.LIST.on(redis, keys, arguments))
        .map(RedisTenantRecords::page);
  }

  // The one of both that lets less through.
  private static String newest(JobFilter filter, @Nullable Place after) {
    Long before = filter.createdBeforeMs();
    if (after != null && (before == null || after.createdAtMs() < before)) {
      return Long.toString(after.createdAtMs());
    }
    return before == null ? "+inf" : "(" + before;
  }

  private static String states(JobFilter filter) {
    return filter.states().isEmpty()
        ? ""
        : filter.states().stream()
            .map(JobState::wireName)
            .collect(Collectors.joining(",", ",", ","));
  }

  private static JobPage page(List<?> values) {
    List<Job> jobs =
        values.subList(2, values.size()).stream()
            .map(fields -> JobFields.job(JobFields.map((List<?>) fields)))
            .toList();
    String stoppedAt = JobFields.text(values, 1);
    return new JobPage(
        jobs, stoppedAt.isEmpty() ? null : new Place(JobFields.number(values, 0), stoppedAt));
  }

  private Flux<DailyUsage> used(QueueKeys queue, String tenant, LocalDate from, LocalDate to) {
    List<String> arguments =
        List.of(
            queue.prefix(),
            tenant,
            Long.toString(from.toEpochDay()),
            Long.toString(to.toEpochDay()));
    return answers
        .to(() -> Transition.USAGE.on(redis, queue.own(), arguments))
        .flatMapIterable(RedisTenantRecords::daily);
  }

  private static List<DailyUsage> daily(List<?> values) {
    List<DailyUsage> usage = new ArrayList<>();
    for (int i = 0; i + 2 < values.size(); i += 3) {
      usage.add(
          new DailyUsage(
              LocalDate.ofEpochDay(JobFields.number(values, i)),
              JobFields.text(values, i + 1),
              JobFields.number(values, i + 2)));
    }
    return usage;
  }

  private static List<DailyUsage> summed(List<DailyUsage> ofAllQueues) {
    return ofAllQueues.stream()
        .collect(
            Collectors.groupingBy(
                used -> new DailyUsage(used.day(), used.kind(), 0),
                () ->
                    new TreeMap<>(
                        Comparator.comparing(DailyUsage::day).thenComparing(DailyUsage::kind)),
                Collectors.summingLong(DailyUsage::tokens)))
        .entrySet()
        .stream()
        .map(sum -> new DailyUsage(sum.getKey().day(), sum.getKey().kind(), sum.getValue()))
        .toList();
  }
}
