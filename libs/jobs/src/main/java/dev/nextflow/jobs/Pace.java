package dev.nextflow.jobs;

/**
 * How fast a queue's jobs go, learnt from those that its workers ended.
 *
 * @param nowMs Redis's clock, epoch milliseconds
 * @param running jobs that run: as good as the number of those that can run at once where jobs wait
 * @param ends from how many jobs it was learnt; where 0, the rest says nothing
 * @param msPerToken smoothed over jobs, from a lease to its end
 * @param tokensPerJob smoothed over jobs
 */
public record Pace(long nowMs, long running, long ends, double msPerToken, double tokensPerJob) {}
