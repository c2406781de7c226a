package dev.nextflow.jobs;

import org.jspecify.annotations.Nullable;

/**
 * How a job at rest goes on.
 *
 * @param token the caller's own name of this call: with it, a call that is sent twice happens once
 * @param bodyHash hash of the request, compared where a token comes a second time
 * @param from the resting state that the caller means to leave
 * @param work what a worker needs now, JSON; the checkpoint is kept
 * @param view what the submitter wants back with the job from now on, JSON; null: as it was
 * @param tokensTotal tokens that the whole job will have reported in the end, the earlier ones
 *     included
 * @param deadlineMs from now to expiry
 * @param mostUnfinished most jobs of the tenant that wait or run, this one included
 */
public record Resume(
    String token,
    String bodyHash,
    JobState from,
    String work,
    @Nullable String view,
    long tokensTotal,
    long deadlineMs,
    int mostUnfinished) {

  public Resume {
    if (!from.resting()) {
      throw new IllegalArgumentException("not a state to resume from: " + from);
    }
    if (tokensTotal < 0 || deadlineMs <= 0) {
      throw new IllegalArgumentException(
          "tokensTotal must be at least 0 and deadlineMs at least 1");
    }
  }
}
