package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.QueueUnavailable;
import dev.nextflow.jobs.redis.QueueKeys.JobKeys;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Range.Bound;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Follows one job's events. Where it stands is the id of the last event that it read, so neither a
 * lost signal nor a lost connection makes a gap or a repeat.
 */
final class EventReader {

  private static final int PAGE = 100;
  private static final String BEFORE_ALL = "0-0";
  private static final Pattern EVENT_ID = Pattern.compile("\\d{1,19}-\\d{1,19}");

  private final ReactiveStringRedisTemplate redis;
  private final Answers answers;
  private final JobKeys job;
  private String lastId;

  EventReader(
      ReactiveStringRedisTemplate redis, Answers answers, JobKeys job, @Nullable String afterId) {
    this.redis = redis;
    this.answers = answers;
    this.job = job;
    this.lastId = afterId != null && EVENT_ID.matcher(afterId).matches() ? afterId : BEFORE_ALL;
  }

  /** Reads on at every tick, until the last event. For one subscriber. */
  Flux<JobEvent> follow(Flux<?> ticks) {
    return ticks
        .concatMap(tick -> readOn(), 1)
        .takeUntil(Page::last)
        .concatMapIterable(Page::events);
  }

  private Flux<Page> readOn() {
    return page()
        .expand(page -> page.full() ? page() : Mono.empty())
        .onErrorResume(QueueUnavailable.class, away -> Mono.empty());
  }

  private Mono<Page> page() {
    return answers.to(this::ask).doOnNext(this::advance);
  }

  // The state is asked first: an event that is written after it makes a later page, never a gap.
  private Mono<Page> ask() {
    return redis
        .<String, String>opsForHash()
        .get(job.job(), "state")
        .map(JobState::ofWireName)
        .flatMap(state -> read().map(events -> Page.of(events, state.terminal())))
        .defaultIfEmpty(new Page(List.of(), false, true));
  }

  private Mono<List<JobEvent>> read() {
    Range<String> after = Range.of(Bound.exclusive(lastId), Bound.unbounded());
    return redis
        .<String, String>opsForStream()
        .range(job.events(), after, Limit.limit().count(PAGE))
        .map(EventReader::event)
        .collectList();
  }

  private void advance(Page page) {
    if (!page.events().isEmpty()) {
      lastId = page.events().getLast().id();
    }
  }

  private static JobEvent event(MapRecord<String, String, String> entry) {
    return new JobEvent(
        entry.getId().getValue(),
        entry.getValue().get("type"),
        entry.getValue().get("data"),
        // A stream's ids are made of Redis's clock.
        entry.getId().getTimestamp());
  }

  /**
   * What one look gave.
   *
   * @param full whether there may be more right away
   * @param last whether there will never be more
   */
  private record Page(List<JobEvent> events, boolean full, boolean last) {

    static Page of(List<JobEvent> events, boolean ended) {
      boolean full = events.size() == PAGE;
      return new Page(events, full, ended && !full);
    }
  }
}
