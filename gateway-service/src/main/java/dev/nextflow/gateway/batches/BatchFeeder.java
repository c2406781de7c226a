package dev.nextflow.gateway.batches;

import dev.nextflow.gateway.BatchLine;
import dev.nextflow.gateway.GatewaySettings;
import dev.nextflow.gateway.JobDesk;
import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.gateway.access.Tenants;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.Submission;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes batches from line to line. Every gateway runs one, and any may go on where another died.
 * Its duties, for each batch that has not ended, at intervals:
 *
 * <ol>
 *   <li>submit its next lines, as far as there is room in the queue and in the minute of its
 *       tenant; of one that is cancelled, end them instead;
 *   <li>see which jobs have ended, and cancel those of a batch that is cancelled;
 *   <li>end the batch when all lines have.
 * </ol>
 *
 * <p>Nothing here has to happen once: a line's idempotency key is made of the batch and its number,
 * so that two feeders, or one before and one after a crash, make the same job of it, and charge it
 * once.
 */
@Component
class BatchFeeder implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(BatchFeeder.class);

  /** Of a feeder that died: so long its batches wait for another. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private static final int BATCHES_AT_ONCE = 4;
  private static final int JOBS_AT_ONCE = 8;

  private final BatchStore store;
  private final JobDesk desk;
  private final Tenants tenants;
  private final JobQueue queue;
  private final GatewaySettings settings;
  private @Nullable Disposable feeding;

  BatchFeeder(
      BatchStore store, JobDesk desk, Tenants tenants, JobQueue queue, GatewaySettings settings) {
    this.store = store;
    this.desk = desk;
    this.tenants = tenants;
    this.queue = queue;
    this.settings = settings;
  }

  @Override
  public synchronized void start() {
    feeding =
        Flux.interval(settings.batchEvery())
            .onBackpressureDrop()
            .concatMap(_ -> lookOnce(), 1)
            .subscribe();
  }

  @Override
  public synchronized void stop() {
    if (feeding != null) {
      feeding.dispose();
      feeding = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return feeding != null;
  }

  /** Moves all batches on that nobody else looks at. */
  Mono<Void> lookOnce() {
    return store
        .take(BATCHES_AT_ONCE, LEASE)
        .flatMap(batch -> moveOn(batch).onErrorResume(failure -> left(batch, failure)))
        .onErrorResume(failure -> {
          log.debug("No batch is looked at: {}", failure.toString());
          return Mono.empty();
        })
        .then();
  }

  // Its lease runs out, and somebody looks again.
  private static Mono<Void> left(Batch batch, Throwable failure) {
    log.warn("Batch {} waits: {}", batch.id(), failure.toString());
    return Mono.empty();
  }

  private Mono<Void> moveOn(Batch batch) {
    return submit(batch)
        .then(Mono.defer(() -> store.find(batch.tenant(), batch.id())))
        .flatMap(this::see)
        .flatMap(now ->
            now.allEnded()
                ? store.finish(now, settings.jobRetention())
                : store.putBack(now, settings.batchEvery()));
  }

  private Mono<Void> submit(Batch batch) {
    List<Integer> waiting = batch.waiting();
    if (batch.cancelRequested()) {
      Map<Integer, LineEnd> ends = new HashMap<>();
      waiting.forEach(line -> ends.put(line, LineEnd.CANCELLED));
      return store.ended(batch, ends);
    }
    int room = settings.batchWindow() - batch.open().size();
    List<Integer> next = waiting.subList(0, Math.clamp(room, 0, waiting.size()));
    return Mono.zip(store.lines(batch, next), tenants.limits(batch.tenant()))
        .flatMapMany(both ->
            Flux.fromIterable(next)
                .concatMap(
                    line ->
                        submitted(
                            batch, line, (BatchLine.Good) both.getT1().get(line), both.getT2()),
                    1))
        .takeWhile(Boolean::booleanValue)
        .then();
  }

  /** False where the tenant has as many jobs as it may, or its minute is full: the rest waits. */
  private Mono<Boolean> submitted(Batch batch, int line, BatchLine.Good good, TenantLimits limits) {
    // With spaces, as no caller's key can be.
    String key = "batch " + batch.id() + " " + line;
    return desk.submit(batch.tenant(), limits, batch.share(), good.order(), key, key)
        .flatMap(submission ->
            switch (submission) {
              case Submission.Accepted(Job job) -> noted(batch, line, job.id());
              case Submission.Repeated(Job job) -> noted(batch, line, job.id());
              case Submission.Gone(JobId id) -> noted(batch, line, id);
              case Submission.TooManyUnfinished() -> Mono.just(false);
              case Submission.KeyReused() ->
                  Mono.error(new IllegalStateException("a line's key was used for something else"));
            })
        .onErrorResume(
            ProblemException.class, refused -> refused(batch, line, good, refused.problem()));
  }

  private Mono<Boolean> refused(Batch batch, int line, BatchLine.Good good, Problem problem) {
    return switch (ProblemType.of(problem.code()).orElse(ProblemType.INTERNAL)) {
      case TOO_MANY_REQUESTS -> Mono.just(false);
      // Such as a webhook endpoint that was removed since.
      case INVALID_REQUEST ->
          store.reject(batch, line, new BatchLine.Bad(good.customId(), problem)).thenReturn(true);
      default -> Mono.error(new ProblemException(problem));
    };
  }

  private Mono<Boolean> noted(Batch batch, int line, JobId job) {
    return store.submitted(batch, line, job).thenReturn(true);
  }

  private Mono<Batch> see(Batch batch) {
    return Flux.fromIterable(batch.open())
        .flatMap(line -> endOf(batch, line).map(end -> Map.entry(line, end)), JOBS_AT_ONCE)
        .collectMap(Map.Entry::getKey, Map.Entry::getValue)
        .flatMap(ends -> store.ended(batch, ends))
        .then(Mono.defer(() -> store.find(batch.tenant(), batch.id())));
  }

  /** Empty where it has not ended. */
  private Mono<LineEnd> endOf(Batch batch, int line) {
    JobId id = batch.jobs().get(line);
    Mono<Job> job = queue.find(batch.tenant(), id);
    Mono<Job> meant = batch.cancelRequested() ? queue.cancel(batch.tenant(), id).then(job) : job;
    return meant
        .map(now ->
            now.state().terminal() || now.state().resting()
                ? List.of(LineEnd.of(now.state()))
                : List.<LineEnd>of())
        .defaultIfEmpty(List.of(LineEnd.DELETED))
        .flatMapIterable(ends -> ends)
        .next();
  }
}
