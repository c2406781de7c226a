/**
 * Tells tenants that their jobs have ended. A tenant registers endpoints; the queue's outbox says
 * what happened ({@link dev.nextflow.gateway.webhooks.OutboxReader}); each event becomes one
 * delivery for each endpoint that wants it, and is sent, signed, until its receiver has taken it or
 * a day is over ({@link dev.nextflow.gateway.webhooks.Courier}).
 *
 * <p>Meters: {@code nextflow.gateway.webhooks.attempts} (timer; outcome: delivered, a status class
 * such as 5xx, or a word of {@link dev.nextflow.gateway.webhooks.Failure}), {@code
 * nextflow.gateway.webhooks.deliveries} (counter; end: delivered, given-up or gone).
 */
@NullMarked
package dev.nextflow.gateway.webhooks;

import org.jspecify.annotations.NullMarked;
