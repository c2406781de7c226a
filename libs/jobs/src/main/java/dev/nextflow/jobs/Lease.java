package dev.nextflow.jobs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The right to work on a job for a while. Needed for every write to a running job; the fence makes
 * the writes of a worker that lost its lease harmless.
 *
 * @param id the job
 * @param tenant its owner
 * @param fence grows with every lease of the job; a write with an older one is refused
 * @param attempt 1 for the first
 * @param work what to do, JSON
 * @param affinity what was submitted as {@link NewJob#affinity}; null: none
 * @param checkpoint what earlier attempts stored; never null, empty at first
 * @param expiresAtMs when the lease ends unless renewed, Redis's clock, epoch milliseconds
 * @param trace where the job was asked for, or last taken up again; null: nobody traces it
 * @param earlier the attempt that has stored the checkpoint; null: none, or nobody traces it
 */
public record Lease(
    JobId id,
    String tenant,
    long fence,
    int attempt,
    String work,
    @Nullable String affinity,
    Map<String, String> checkpoint,
    long expiresAtMs,
    @Nullable Trace trace,
    @Nullable Trace earlier) {

  public Lease {
    checkpoint = Map.copyOf(checkpoint);
  }

  /** A lease of a job that nobody traces. */
  public Lease(
      JobId id,
      String tenant,
      long fence,
      int attempt,
      String work,
      @Nullable String affinity,
      Map<String, String> checkpoint,
      long expiresAtMs) {
    this(id, tenant, fence, attempt, work, affinity, checkpoint, expiresAtMs, null, null);
  }

  /** The job's id, fence and attempt: work and checkpoint belong to the tenant, not to a log. */
  @Override
  public String toString() {
    return "Lease[" + id + ", fence " + fence + ", attempt " + attempt + "]";
  }
}
