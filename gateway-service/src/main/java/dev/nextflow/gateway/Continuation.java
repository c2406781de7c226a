package dev.nextflow.gateway;

import dev.nextflow.jobs.JobState;

/**
 * How a job at rest goes on, in the queue's own words.
 *
 * @param from the state that it rests in
 * @param work what the worker needs from now on, JSON
 * @param view what the caller sees from now on, JSON of {@link Requested}
 * @param tokensTotal the job's price, what is drawn already included
 */
public record Continuation(JobState from, String work, String view, long tokensTotal) {}
