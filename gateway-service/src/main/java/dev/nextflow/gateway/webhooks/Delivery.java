package dev.nextflow.gateway.webhooks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event for one endpoint, as the log shows it. Times are epoch milliseconds.
 *
 * @param event the wire name of its type
 * @param state {@code waiting}, {@code sending}, {@code delivered} or {@code failed}
 * @param nextAttemptMs when the next attempt is due; null where none is planned
 * @param attempts the latest 50, oldest first
 */
public record Delivery(
    DeliveryId id,
    String event,
    String job,
    String state,
    long createdAtMs,
    @Nullable Long nextAttemptMs,
    List<Attempt> attempts) {}
