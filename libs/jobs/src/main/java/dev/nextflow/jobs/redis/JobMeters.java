package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueDepth;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The meters that {@link dev.nextflow.jobs} names. */
final class JobMeters {

  private final MeterRegistry registry;
  private final Map<String, Map<Priority, AtomicLong>> depths = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> leases = new ConcurrentHashMap<>();

  JobMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void waited(String queue, Duration wait) {
    registry.timer("nextflow.jobs.wait", "queue", queue).record(wait);
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
    Map<Priority, AtomicLong> gauges =
        depths.computeIfAbsent(queue, name -> new ConcurrentHashMap<>());
    depth
        .waiting()
        .forEach((priority, jobs) ->
            gauges.computeIfAbsent(priority, each -> depthGauge(queue, each)).set(jobs));
    leases.computeIfAbsent(queue, this::leaseGauge).set(depth.leased());
  }

  private AtomicLong depthGauge(String queue, Priority priority) {
    AtomicLong value = new AtomicLong();
    registry.gauge(
        "nextflow.jobs.depth", Tags.of("queue", queue, "priority", priority.wireName()), value);
    return value;
  }

  private AtomicLong leaseGauge(String queue) {
    AtomicLong value = new AtomicLong();
    registry.gauge("nextflow.jobs.leases", Tags.of("queue", queue), value);
    return value;
  }
}
