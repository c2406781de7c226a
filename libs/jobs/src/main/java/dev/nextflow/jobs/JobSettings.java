package dev.nextflow.jobs;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things take. With the defaults the job of a dead worker runs again within 15 s.
 *
 * @param lease how long a worker may be silent before its job is given to another
 * @param renewEvery well below the lease, so that two lost renewals do no harm
 * @param reapEvery how often lost leases and passed deadlines are looked for
 * @param maxAttempts leases of one job before it fails as one that kills its workers
 * @param answerTimeout how long the queue may take to answer a call
 * @param lookAgainEvery how often waiting calls look even if no signal came, and how long a worker
 *     waits after an error
 * @param headStart how long a job is left to the worker that had the last one of its affinity
 * @param rememberAffinity how long that worker is thought to hold what such jobs share
 */
@ConfigurationProperties("nextflow.jobs")
public record JobSettings(
    @DefaultValue("10s") Duration lease,
    @DefaultValue("3s") Duration renewEvery,
    @DefaultValue("2s") Duration reapEvery,
    @DefaultValue("3") int maxAttempts,
    @DefaultValue("3s") Duration answerTimeout,
    @DefaultValue("1s") Duration lookAgainEvery,
    @DefaultValue("100ms") Duration headStart,
    @DefaultValue("15m") Duration rememberAffinity) {

  public JobSettings {
    if (renewEvery.multipliedBy(2).compareTo(lease) >= 0) {
      throw new IllegalArgumentException("renewEvery must be less than half of lease");
    }
    if (headStart.isNegative() || !rememberAffinity.isPositive()) {
      throw new IllegalArgumentException(
          "headStart must not be negative, and rememberAffinity must be positive");
    }
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1");
    }
  }

  /** The values that need no configuration. */
  public static JobSettings defaults() {
    return new JobSettings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(3),
        Duration.ofSeconds(2),
        3,
        Duration.ofSeconds(3),
        Duration.ofSeconds(1),
        Duration.ofMillis(100),
        Duration.ofMinutes(15));
  }
}
