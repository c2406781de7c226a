package dev.nextflow.jobs;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job that is about to be submitted.
 *
 * @param tenant who owns it: letters, digits, dots, dashes and underscores, at most 64 characters
 * @param queue where it goes, see {@link QueueNames}
 * @param kind what its tokens are counted as, such as {@code generation}
 * @param priority its lane's priority
 * @param work what a worker needs, JSON
 * @param view what the submitter wants back with the job, JSON; workers never see it
 * @param labels the submitter's own, to find it by
 * @param idempotencyKey the submitter's own name of this request; null where it gave none
 * @param bodyHash hash of the request, compared where a key comes a second time
 * @param tokensTotal tokens that the whole job will report, for progress
 * @param deadlineMs from submission to expiry
 * @param retentionMs how long the job is kept once it has ended
 * @param share what its tenant may have of the queue from now on
 * @param outboxNote what the submitter wants to find in the outbox once the job has ended; null: no
 *     entry is made
 * @param affinity jobs of a tenant with the same affinity go best to the worker that had the last
 *     of them, which may still hold what they share; null: any worker is as good
 */
public record NewJob(
    String tenant,
    String queue,
    String kind,
    Priority priority,
    String work,
    String view,
    Labels labels,
    @Nullable String idempotencyKey,
    String bodyHash,
    long tokensTotal,
    long deadlineMs,
    long retentionMs,
    Share share,
    @Nullable String outboxNote,
    @Nullable String affinity) {

  /** What is counted as nothing more exact. */
  public static final String OTHER_KIND = "other";

  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern AFFINITY = TENANT;
  private static final Pattern KIND = Pattern.compile("[a-z_]{1,32}");

  public NewJob {
    QueueNames.require(queue);
    if (!TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException("not a tenant: must match " + TENANT);
    }
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException("not a kind: must match " + KIND);
    }
    if (affinity != null && !AFFINITY.matcher(affinity).matches()) {
      throw new IllegalArgumentException("not an affinity: must match " + AFFINITY);
    }
    if (tokensTotal < 0 || deadlineMs <= 0 || retentionMs <= 0) {
      throw new IllegalArgumentException(
          "tokensTotal must be at least 0, deadlineMs and retentionMs at least 1");
    }
  }

  /**
   * A job without labels, of no kind in particular, whose tenant has the usual share and does not
   * want to find its end in the outbox.
   */
  public NewJob(
      String tenant,
      String queue,
      Priority priority,
      String work,
      String view,
      @Nullable String idempotencyKey,
      String bodyHash,
      long tokensTotal,
      long deadlineMs,
      long retentionMs) {
    this(
        tenant,
        queue,
        OTHER_KIND,
        priority,
        work,
        view,
        Labels.NONE,
        idempotencyKey,
        bodyHash,
        tokensTotal,
        deadlineMs,
        retentionMs,
        Share.USUAL,
        null,
        null);
  }
}
