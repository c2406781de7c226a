/**
 * What a job is, and its life: submitted, leased, reported on, ended. Start with {@link
 * dev.nextflow.jobs.JobQueue}; {@link dev.nextflow.jobs.JobWorker} is the loop around it.
 *
 * <p>Meters: {@code nextflow.jobs.depth} (gauge; queue, priority: jobs that wait), {@code
 * nextflow.jobs.waiting.tokens} (gauge; queue, priority: what those will still cost), {@code
 * nextflow.jobs.leases} (gauge; queue: jobs that run), {@code nextflow.jobs.wait} (timer; queue:
 * from entering the lane to the lease), {@code nextflow.jobs.reaped} (counter; queue: leases that
 * nobody renewed), {@code nextflow.jobs.finished} (counter; queue, state).
 */
@NullMarked
package dev.nextflow.jobs;

import org.jspecify.annotations.NullMarked;
