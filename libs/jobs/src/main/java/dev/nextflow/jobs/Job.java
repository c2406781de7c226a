package dev.nextflow.jobs;

import org.jspecify.annotations.Nullable;

/**
 * A job as it stands; times are Redis's clock in epoch milliseconds.
 *
 * @param id its name
 * @param tenant who owns it
 * @param state where it stands
 * @param kind what its tokens are counted as
 * @param priority its lane's priority
 * @param createdAtMs when it was accepted
 * @param startedAtMs when a worker first leased it; 0: not yet
 * @param finishedAtMs when it ended; 0: not yet
 * @param expiresAtMs its deadline, at rest too
 * @param attempt leases since it was last resumed that were not handed back; 0 before the first
 * @param work what a worker needs, JSON
 * @param view what the submitter wanted back, JSON
 * @param labels its submitter's own
 * @param tokensDone tokens reported so far
 * @param tokensTotal tokens of the whole job
 * @param tokensSettled tokens that count as used: most that were ever reported
 * @param step what its worker told last; null before the first report
 * @param cancelRequested whether its tenant asked to cancel while it ran
 * @param result JSON; null unless its state {@linkplain JobState#hasResult has one}
 * @param problem a code of {@link dev.nextflow.sequences.problems.ProblemType}; null unless it
 *     failed or expired
 */
public record Job(
    JobId id,
    String tenant,
    JobState state,
    String kind,
    Priority priority,
    long createdAtMs,
    long startedAtMs,
    long finishedAtMs,
    long expiresAtMs,
    int attempt,
    String work,
    String view,
    Labels labels,
    long tokensDone,
    long tokensTotal,
    long tokensSettled,
    @Nullable Step step,
    boolean cancelRequested,
    @Nullable String result,
    @Nullable String problem) {}
