package dev.nextflow.jobs;

import org.jspecify.annotations.Nullable;

/**
 * What the outbox tells about a job: all that its submitter needs, since the job itself may be
 * forgotten by the time somebody reads it. Times are Redis's clock in epoch milliseconds.
 *
 * @param entryId its place in the outbox
 * @param state the state that the job came to, by its wire name: a later version of the platform
 *     may know states that this one does not
 * @param problem a problem's code; null unless the job failed or expired
 * @param note what the submitter left for itself, see {@link NewJob#outboxNote}
 * @param createdAtMs when the job was accepted
 * @param atMs when it came to the state
 * @param tokensDone tokens reported until then
 * @param tokensTotal tokens of the whole job
 * @param trace where the job was asked for; null: nobody traces it
 */
public record OutboxEntry(
    String entryId,
    String tenant,
    JobId job,
    String state,
    @Nullable String problem,
    String note,
    long createdAtMs,
    long atMs,
    long tokensDone,
    long tokensTotal,
    @Nullable Trace trace) {}
