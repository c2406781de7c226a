package dev.nextflow.gateway;

import dev.nextflow.jobs.Priority;
import org.jspecify.annotations.Nullable;

/**
 * A request that was found good, in the queue's own words.
 *
 * @param queue where a worker of the right bundle looks
 * @param tokensTotal its price
 * @param work what the worker needs, JSON
 * @param view what the caller sees of it, JSON of {@link Requested}
 * @param webhook id of the one webhook endpoint that hears of its end; null: whichever wants to
 */
public record WorkOrder(
    String queue,
    Priority priority,
    long tokensTotal,
    String work,
    String view,
    @Nullable String webhook) {}
