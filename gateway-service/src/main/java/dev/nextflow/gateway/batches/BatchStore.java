package dev.nextflow.gateway.batches;

import dev.nextflow.gateway.BatchLine;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where batches are kept. What is accepted here survives any crash. A batch of another tenant is as
 * none. Calls end with {@link dev.nextflow.jobs.QueueUnavailable} where no answer comes in time.
 */
public interface BatchStore {

  /**
   * A batch that is about to be stored.
   *
   * @param lines the first is line 1; bad ones have ended as rejected
   * @param key the caller's Idempotency-Key; null where it sent none
   * @param bodyHash what the key stands for
   * @param mostOpen most batches of the tenant that have not ended, this one included
   */
  record NewBatch(
      String tenant,
      BatchId id,
      Share share,
      List<BatchLine> lines,
      @Nullable String key,
      String bodyHash,
      int mostOpen) {}

  /** What came of storing. */
  enum Storing {
    STORED,
    REPEATED,
    KEY_REUSED,
    TOO_MANY
  }

  /**
   * What came of storing, and which batch it is.
   *
   * @param id null unless there is one
   */
  record Stored(Storing storing, @Nullable BatchId id) {}

  /** Stores a batch whole; or finds the one that the key made within 24 hours. */
  Mono<Stored> store(NewBatch batch);

  Mono<Batch> find(String tenant, BatchId id);

  /** Lines by their number, as they were stored. */
  Mono<Map<Integer, BatchLine>> lines(Batch batch, List<Integer> numbers);

  /** Notes that the tenant wants it to end; false where it had ended. */
  Mono<Boolean> cancel(Batch batch);

  /** Takes some that have not ended and that nobody looks at, for as long as the lease. */
  Flux<Batch> take(int most, Duration lease);

  /** Lets others look at it, in a while. */
  Mono<Void> putBack(Batch batch, Duration pause);

  /** Notes the job of a line; the first that is noted stays. */
  Mono<Void> submitted(Batch batch, int line, JobId job);

  /**
   * Ends a line as rejected that was good when it was stored and is not any more. Nothing happens
   * where it has become a job or has ended meanwhile.
   */
  Mono<Void> reject(Batch batch, int line, BatchLine.Bad bad);

  /** Notes ends of lines; the first that is noted stays. */
  Mono<Void> ended(Batch batch, Map<Integer, LineEnd> ends);

  /** Ends the batch; it is kept for the retention. */
  Mono<Void> finish(Batch batch, Duration retention);
}
