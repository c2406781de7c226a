package dev.nextflow.gateway.batches;

import dev.nextflow.gateway.BatchLine;
import dev.nextflow.gateway.JobDesk;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.sequences.problems.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** What came of a batch's lines: those that have ended, in their order, a few read ahead. */
@Component
class BatchResults {

  private static final int PAGE = 50;
  private static final int READ_AT_ONCE = 8;

  private final BatchStore store;
  private final JobQueue queue;
  private final JobDesk desk;
  private final JsonMapper json;

  BatchResults(BatchStore store, JobQueue queue, JobDesk desk, JsonMapper json) {
    this.store = store;
    this.queue = queue;
    this.desk = desk;
    this.json = json;
  }

  /**
   * One line of the results.
   *
   * @param state how it ended
   * @param job as it stands; null where there is none, or it is no longer kept
   * @param problem what is wrong with a line that was rejected
   */
  @JsonNaming(SnakeCaseStrategy.class)
  private record Result(
      int line,
      @Nullable String customId,
      String state,
      @Nullable JsonNode job,
      @Nullable Problem problem) {}

  /** JSON Lines, each with its line end. */
  Flux<byte[]> of(Batch batch) {
    List<Integer> ended = new ArrayList<>(new TreeSet<>(batch.ends().keySet()));
    return Flux.fromIterable(ended)
        .buffer(PAGE)
        .concatMap(
            page ->
                store
                    .lines(batch, page)
                    .flatMapMany(lines ->
                        Flux.fromIterable(page)
                            .flatMapSequential(
                                line -> result(batch, line, lines.get(line)), READ_AT_ONCE)),
            1)
        .map(result -> (json.writeValueAsString(result) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Mono<Result> result(Batch batch, int line, BatchLine stored) {
    String state = batch.ends().get(line).wireName();
    if (stored instanceof BatchLine.Bad(String customId, Problem problem)) {
      return Mono.just(new Result(line, customId, state, null, problem));
    }
    Result withoutJob = new Result(line, stored.customId(), state, null, null);
    JobId id = batch.jobs().get(line);
    return id == null
        ? Mono.just(withoutJob)
        : queue
            .find(batch.tenant(), id)
            .flatMap(desk::show)
            .map(job -> new Result(line, stored.customId(), state, job, null))
            .defaultIfEmpty(withoutJob);
  }
}
