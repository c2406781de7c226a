package dev.nextflow.gateway.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When to try again. Pure.
 *
 * @param pauses after the first attempt, after the second, ...; after the last there is none
 */
record RetrySchedule(List<Duration> pauses) {

  /** So that what failed together does not come back together. */
  private static final double JITTER = 0.2;

  RetrySchedule {
    pauses = List.copyOf(pauses);
  }

  /**
   * The pause after so many attempts; empty where that was the last.
   *
   * @param attempts at least 1
   * @param random 0 up to 1: from a fifth less to a fifth more than the schedule says
   */
  Optional<Duration> pause(int attempts, double random) {
    if (attempts > pauses.size()) {
      return Optional.empty();
    }
    double factor = 1 + JITTER * (2 * random - 1);
    return Optional.of(Duration.ofMillis(Math.round(pauses.get(attempts - 1).toMillis() * factor)));
  }
}
