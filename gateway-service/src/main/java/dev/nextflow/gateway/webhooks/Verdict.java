package dev.nextflow.gateway.webhooks;

import java.time.Duration;

/** What follows from an attempt. */
public sealed interface Verdict {

  /** The receiver has it. */
  record Delivered() implements Verdict {}

  /** Another attempt comes. */
  record Again(Duration pause) implements Verdict {}

  /** That was the last attempt. */
  record GivenUp() implements Verdict {}

  /** The receiver wants nothing any more: its endpoint is disabled. */
  record Gone() implements Verdict {}

  /**
   * Pure.
   *
   * @param attempts how many there were since the schedule began, with this one
   * @param random see {@link RetrySchedule#pause}
   */
  static Verdict on(Attempt attempt, int attempts, RetrySchedule schedule, double random) {
    if (attempt.delivered()) {
      return new Delivered();
    }
    if (attempt.gone()) {
      return new Gone();
    }
    return schedule.pause(attempts, random).<Verdict>map(Again::new).orElseGet(GivenUp::new);
  }

  /** As the store and the meters write it. */
  default String wireName() {
    return switch (this) {
      case Delivered _ -> "delivered";
      case Again _ -> "again";
      case GivenUp _ -> "given-up";
      case Gone _ -> "gone";
    };
  }
}
