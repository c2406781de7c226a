package dev.nextflow.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where jobs live. Every call that changes a job is one atomic transition: it happens whole or not
 * at all, and a call with a {@link Lease} changes nothing once the lease is lost.
 *
 * <p>Thread-safe. Where a call comes from in a trace is read from its Reactor context, see {@link
 * Traces#calling}, and kept with the job. Nothing happens before a subscription. Calls end with
 * {@link QueueUnavailable} where no answer comes in time; what was asked may then have happened or
 * not. A call that names another tenant's job is answered as if there were no such job.
 */
public interface JobQueue {

  /**
   * Stores a job and its first event.
   *
   * <p>A key is remembered for 24 hours, for a tenant and all queues, whether or not its job is
   * still kept. Ends with {@link QueueFull} where there is no room.
   */
  Mono<Submission> submit(NewJob job);

  /**
   * What an earlier {@link #submit} with this key has come to; empty where none is known to have
   * stored its job. For a caller who can't make the same job again, since what it was made of may
   * be gone.
   */
  Mono<Submission> submission(String tenant, String idempotencyKey, String bodyHash);

  /**
   * Leases the job whose turn it is: highest priority first, tenants in turn by their weights,
   * oldest first. Empty where nothing waits.
   *
   * @param worker who asks, for people who look into the queue
   */
  Mono<Lease> reserve(String queue, String worker);

  /**
   * Waits until something may be ready; true where it is, false where the time is over first. Wakes
   * by a signal; looks at long intervals for those that got lost.
   */
  Mono<Boolean> awaitReady(String queue, Duration longest);

  /** Extends a lease by its full length from now. */
  Mono<Standing> renew(Lease lease);

  /** Completes soon after the tenant asks to cancel. A hint that may be lost: renewals tell. */
  Mono<Void> awaitCancelHint(Lease lease);

  /** Stores a checkpoint and an event together; extends the lease. Repeats are stored once. */
  Mono<Standing> report(Lease lease, Progress progress);

  /**
   * Ends the job, or lays it to rest. False: the lease was lost, nothing changed. True again where
   * sent twice.
   */
  Mono<Boolean> finish(Lease lease, Outcome outcome);

  /**
   * Hands the job back at a clean stop: it goes to the front of its lane, and the attempt does not
   * count. False: the lease was lost, nothing changed.
   */
  Mono<Boolean> release(Lease lease);

  /**
   * Takes up a job at rest: it waits for a worker again, at the end of its lane, with its
   * checkpoint, new attempts and a new deadline. Repeats of a token happen once, for as long as the
   * job is kept. Ends with {@link QueueFull} where there is no room.
   */
  Mono<Resumption> resume(String tenant, JobId id, Resume resume);

  /**
   * What an earlier {@link #resume} with this token has come to; empty where there was none. For a
   * caller who must tell a repeat, which was right once, from a request that makes no sense now.
   */
  Mono<Resumption> resumption(String tenant, JobId id, String token, String bodyHash);

  /** Ends a job that waits or rests; asks the worker of one that runs. */
  Mono<Cancellation> cancel(String tenant, JobId id);

  /**
   * Puts right what nobody else will: jobs whose lease ran out go back to the front of their lane,
   * or end as failed with {@code workers-died} after the last attempt; jobs past their deadline,
   * those at rest too, expire. Returns how many.
   */
  Mono<Integer> reap(String queue);

  /**
   * Hands out what stands in the outbox: one entry for each end of a job that was submitted with an
   * {@link NewJob#outboxNote}, oldest first. An entry that is not acknowledged is handed out again,
   * so whatever follows from it must be safe to do twice.
   *
   * @param again how long the others are kept from an entry that was handed out
   * @param most how many at once
   */
  Mono<List<OutboxEntry>> outbox(String queue, Duration again, int most);

  /** Takes entries out of the outbox, once what follows from each is stored. Repeats do nothing. */
  Mono<Void> acknowledge(String queue, List<OutboxEntry> entries);

  /** The job as it stands; empty where the tenant has none of this id. */
  Mono<Job> find(String tenant, JobId id);

  /** What workers have stored; empty map where nothing, empty where there is no such job. */
  Mono<Map<String, String>> checkpoint(String tenant, JobId id);

  /** Jobs that would be leased before this one if nothing changed; empty where it does not wait. */
  Mono<Long> position(String tenant, JobId id);

  /** How fast the queue's jobs go: with a position, an {@link Estimate}. */
  Mono<Pace> pace(String queue);

  /** How much there is to do. */
  Mono<QueueDepth> depth(String queue);

  /**
   * Replays a job's events, then follows it, and completes after its last. Waits through an absence
   * of the queue without a gap or a repeat. Empty where there is no such job.
   *
   * @param afterId only events after this one; null, or no event id: all
   */
  Flux<JobEvent> events(String tenant, JobId id, @Nullable String afterId);
}
