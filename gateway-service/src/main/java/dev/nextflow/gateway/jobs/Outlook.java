package dev.nextflow.gateway.jobs;

import dev.nextflow.jobs.Estimate;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Pace;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What lies before a job.
 *
 * @param jobsAhead null unless it waits
 * @param finishAt null unless it waits or runs, and where the queue has learnt nothing yet
 * @param retryAfterSeconds when looking again is worth it
 */
record Outlook(@Nullable Long jobsAhead, @Nullable Instant finishAt, long retryAfterSeconds) {

  private static final Outlook NONE = new Outlook(null, null, 1);

  /** Asks the queue. */
  static Mono<Outlook> of(Job job, JobQueue queue) {
    if (job.state() != JobState.QUEUED && job.state() != JobState.RUNNING) {
      return Mono.just(NONE);
    }
    Mono<Optional<Long>> position =
        job.state() == JobState.QUEUED
            ? queue.position(job.tenant(), job.id()).singleOptional()
            : Mono.just(Optional.empty());
    return Mono.zip(position, queue.pace(job.id().queue()))
        .map(both -> of(job, both.getT1().orElse(null), both.getT2()));
  }

  /** Pure. */
  static Outlook of(Job job, @Nullable Long jobsAhead, Pace pace) {
    long tokensLeft = Math.max(0, job.tokensTotal() - job.tokensDone());
    Estimate estimate =
        (job.state() == JobState.QUEUED && jobsAhead != null
                ? Estimate.ofWaiting(pace, jobsAhead, tokensLeft)
                : Estimate.ofRunning(pace, tokensLeft))
            .orElse(null);
    return new Outlook(
        jobsAhead,
        estimate == null ? null : Instant.ofEpochMilli(estimate.finishAtMs()),
        PollingHint.seconds(jobsAhead, pace, estimate));
  }
}
