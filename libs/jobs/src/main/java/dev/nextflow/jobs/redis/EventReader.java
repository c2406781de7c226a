package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.JobEvent;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.QueueUnavailable;
import dev.nextflow.jobs.redis.QueueKeys.JobKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Follows one job's events. Where it stands is the id of the last event that it read, so neither a
 * lost signal nor a lost connection makes a gap or a repeat; where events were dropped that it has
 * not read, it says so.
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
    return answers.to(this::ask).map(this::page).doOnNext(this::advance);
  }

  private Mono<List<?>> ask() {
    List<String> arguments =
        List.of(job.queue().prefix(), job.name(), lastId, Integer.toString(PAGE));
    return Transition.EVENTS.on(redis, job.all(), arguments);
  }

  private Page page(List<?> values) {
    String state = JobFields.text(values, 0);
    String trimmedThrough = JobFields.text(values, 1);
    List<JobEvent> events = new ArrayList<>();
    if (!trimmedThrough.isEmpty() && EventId.of(lastId).compareTo(EventId.of(trimmedThrough)) < 0) {
      String data = "{\"through\":\"" + trimmedThrough + "\"}";
      events.add(event(trimmedThrough, JobEvent.GAP, data));
    }
    for (int i = 2; i + 2 < values.size(); i += 3) {
      events.add(
          event(
              JobFields.text(values, i),
              JobFields.text(values, i + 1),
              JobFields.text(values, i + 2)));
    }
    boolean full = values.size() == 2 + 3 * PAGE;
    boolean ended = state.isEmpty() || JobState.ofWireName(state).terminal();
    return new Page(events, full, ended && !full);
  }

  private void advance(Page page) {
    if (!page.events().isEmpty()) {
      lastId = page.events().getLast().id();
    }
  }

  private static JobEvent event(String id, String type, String data) {
    return new JobEvent(id, type, data, EventId.of(id).ms());
  }

  /**
   * What one look gave.
   *
   * @param full whether there may be more right away
   * @param last whether there will never be more
   */
  private record Page(List<JobEvent> events, boolean full, boolean last) {}

  /**
   * A stream's id in its two parts, each of 64 bits without a sign.
   *
   * @param ms Redis's clock
   */
  private record EventId(long ms, long number) implements Comparable<EventId> {

    static EventId of(String id) {
      int dash = id.indexOf('-');
      return new EventId(
          Long.parseUnsignedLong(id, 0, dash, 10),
          Long.parseUnsignedLong(id, dash + 1, id.length(), 10));
    }

    @Override
    public int compareTo(EventId other) {
      int byMs = Long.compareUnsigned(ms, other.ms);
      return byMs != 0 ? byMs : Long.compareUnsigned(number, other.number);
    }
  }
}
