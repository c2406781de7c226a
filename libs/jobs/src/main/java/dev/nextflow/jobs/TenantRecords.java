package dev.nextflow.jobs;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What a tenant has and had, over all queues. Thread-safe; errors are those of {@link JobQueue}.
 */
public interface TenantRecords {

  /** For how many days usage is kept. */
  int USAGE_KEPT_DAYS = 400;

  /** The queues that the tenant has ever submitted to. */
  Mono<Set<String>> queues(String tenant);

  /**
   * Its jobs, newest first. A page may be shorter than its limit though more follow: of a filter
   * that few jobs fit, only so many jobs are looked at in one call.
   *
   * @param after where the page before this one ended; null: from the newest
   * @param limit most jobs, at least 1
   */
  Mono<JobPage> list(String tenant, JobFilter filter, JobPage.@Nullable Place after, int limit);

  /**
   * Forgets a job that has ended or rests, with its checkpoint and its events. What it has cost
   * stays, and so does its idempotency key.
   */
  Mono<Deletion> delete(String tenant, JobId id);

  /**
   * Tokens by day and kind, oldest first; days without any are left out.
   *
   * @param from first day, UTC
   * @param to last day, inclusive; at most {@link #USAGE_KEPT_DAYS} from the first
   */
  Mono<List<DailyUsage>> usage(String tenant, LocalDate from, LocalDate to);
}
