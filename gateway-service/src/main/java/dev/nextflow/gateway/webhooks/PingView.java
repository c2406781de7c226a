package dev.nextflow.gateway.webhooks;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a receiver made of a ping. Its words are not passed on: whoever makes the gateway call a
 * server must not get to read it.
 *
 * @param status null where it gave no answer
 * @param failure why it gave none; null where it did
 */
@JsonNaming(SnakeCaseStrategy.class)
record PingView(
    boolean delivered, @Nullable Integer status, @Nullable String failure, long durationMs) {

  static PingView of(Attempt attempt) {
    Failure failure = attempt.failure();
    return new PingView(
        attempt.delivered(),
        attempt.status() == 0 ? null : attempt.status(),
        failure == null ? null : failure.wireName(),
        attempt.durationMs());
  }
}
