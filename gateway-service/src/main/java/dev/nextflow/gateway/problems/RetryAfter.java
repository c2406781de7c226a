package dev.nextflow.gateway.problems;

import dev.nextflow.sequences.problems.ProblemType;
import java.util.OptionalInt;

/** When it is worth coming back after a problem. */
final class RetryAfter {

  private RetryAfter() {}

  /** Seconds for the {@code Retry-After} header; empty where waiting changes nothing. */
  static OptionalInt seconds(ProblemType type) {
    return switch (type) {
      case NOT_DRAWN_YET, TURN_UNFINISHED -> OptionalInt.of(1);
      case UNAVAILABLE -> OptionalInt.of(2);
      case TOO_MANY_REQUESTS -> OptionalInt.of(5);
      default -> OptionalInt.empty();
    };
  }
}
