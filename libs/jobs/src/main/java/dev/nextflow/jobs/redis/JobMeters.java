package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueDepth;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The meters that {@link dev.nextflow.jobs} names. */
final class JobMeters {

  private final MeterRegistry registry;
  private final Map<String, Map<Priority, AtomicLong>> depths = new ConcurrentHashMap<>();
  private final Map<String, Map<Priority, AtomicLong>> tokens = new ConcurrentHashMap<>();
  private final Map<String, Map<Priority, AtomicLong>> ages = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> leases = new ConcurrentHashMap<>();

  JobMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * A job was leased.
   *
   * @param goesOn whether an attempt before has stored something of it
   */
  void leased(String queue, Duration wait, boolean goesOn) {
    registry.timer("nextflow.jobs.wait", "queue", queue).record(wait);
    registry.counter("nextflow.jobs.resumed", "queue", queue).increment(goesOn ? 1 : 0);
  }

  /** Tokens that were reported and had not been before. */
  void written(String queue, long tokens) {
    registry.counter("nextflow.jobs.tokens", "queue", queue).increment(tokens);
  }

  void reaped(String queue, long jobs) {
    registry.counter("nextflow.jobs.reaped", "queue", queue).increment(jobs);
  }

  void finished(String queue, JobState state, long jobs) {
    registry
        .counter("nextflow.jobs.finished", "queue", queue, "state", state.wireName())
        .increment(jobs);
  }

  void measured(String queue, QueueDepth depth) {
    set(depths, "nextflow.jobs.depth", queue, depth.waiting());
    set(tokens, "nextflow.jobs.waiting.tokens", queue, depth.waitingTokens());
    ages.computeIfAbsent(queue, this::ageGauges)
        .forEach((priority, age) -> age.set(depth.oldestWaitingMs().get(priority)));
    leases.computeIfAbsent(queue, this::leaseGauge).set(depth.leased());
  }

  private void set(
      Map<String, Map<Priority, AtomicLong>> all,
      String meter,
      String queue,
      Map<Priority, Long> numbers) {
    Map<Priority, AtomicLong> gauges =
        all.computeIfAbsent(queue, name -> new ConcurrentHashMap<>());
    numbers.forEach((priority, number) ->
        gauges.computeIfAbsent(priority, each -> gauge(meter, queue, each)).set(number));
  }

  private AtomicLong gauge(String meter, String queue, Priority priority) {
    AtomicLong value = new AtomicLong();
    registry.gauge(meter, Tags.of("queue", queue, "priority", priority.wireName()), value);
    return value;
  }

  private Map<Priority, AtomicLong> ageGauges(String queue) {
    Map<Priority, AtomicLong> gauges = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      AtomicLong ageMs = new AtomicLong();
      gauges.put(priority, ageMs);
      TimeGauge.builder("nextflow.jobs.oldest", ageMs, TimeUnit.MILLISECONDS, AtomicLong::get)
          .tags("queue", queue, "priority", priority.wireName())
          .register(registry);
    }
    return gauges;
  }

  private AtomicLong leaseGauge(String queue) {
    AtomicLong value = new AtomicLong();
    registry.gauge("nextflow.jobs.leases", Tags.of("queue", queue), value);
    return value;
  }
}
