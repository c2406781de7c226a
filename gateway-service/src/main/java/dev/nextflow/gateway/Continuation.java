package dev.nextflow.gateway;

import dev.nextflow.jobs.JobState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a job at rest goes on, in the queue's own words.
 *
 * @param from the state that it rests in
 * @param work what the worker needs from now on, JSON
 * @param view what the caller sees from now on, JSON of {@link Requested}
 * @param tokensTotal the job's price, what is drawn already included
 * @param deadline from now; null: the gateway's own
 */
public record Continuation(
    JobState from, String work, String view, long tokensTotal, @Nullable Duration deadline) {}
