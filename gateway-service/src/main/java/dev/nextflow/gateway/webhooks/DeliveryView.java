package dev.nextflow.gateway.webhooks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A delivery as the API shows it.
 *
 * @param id what receivers see as {@code webhook-id}
 * @param state {@code waiting}, {@code sending}, {@code delivered} or {@code failed}
 * @param nextAttemptAt null where none is planned
 * @param attempts the latest 50, oldest first
 */
@JsonNaming(SnakeCaseStrategy.class)
record DeliveryView(
    String id,
    String object,
    String event,
    String job,
    String state,
    Instant createdAt,
    @Nullable Instant nextAttemptAt,
    List<AttemptView> attempts) {

  static DeliveryView of(Delivery delivery) {
    Long next = delivery.nextAttemptMs();
    return new DeliveryView(
        delivery.id().value(),
        "webhook_delivery",
        delivery.event(),
        delivery.job(),
        delivery.state(),
        Instant.ofEpochMilli(delivery.createdAtMs()),
        next == null ? null : Instant.ofEpochMilli(next),
        delivery.attempts().stream().map(AttemptView::of).toList());
  }

  /**
   * An attempt.
   *
   * @param status null where the receiver gave no answer
   * @param failure why it gave none; null where it did
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record AttemptView(
      Instant at, long durationMs, @Nullable Integer status, @Nullable String failure) {

    static AttemptView of(Attempt attempt) {
      Failure failure = attempt.failure();
      return new AttemptView(
          Instant.ofEpochMilli(attempt.atMs()),
          attempt.durationMs(),
          attempt.status() == 0 ? null : attempt.status(),
          failure == null ? null : failure.wireName());
    }
  }

  /**
   * A page of the log.
   *
   * @param nextCursor null on the last page
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record ListView(String object, List<DeliveryView> data, @Nullable String nextCursor) {}
}
