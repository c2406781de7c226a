package dev.nextflow.gateway.batches;

import dev.nextflow.gateway.BatchLine;
import dev.nextflow.sequences.problems.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A batch as the API shows it.
 *
 * @param cancelRequested whether it was cancelled, and some of its jobs have yet to stop
 * @param rejected the first lines that broke a rule; the results have all
 */
@JsonNaming(SnakeCaseStrategy.class)
record BatchView(
    String id,
    String object,
    String state,
    Instant createdAt,
    @Nullable Instant finishedAt,
    boolean cancelRequested,
    Counts lines,
    List<Rejected> rejected,
    Links links) {

  /** Most rejected lines that are shown. */
  static final int MAX_REJECTED = 100;

  /**
   * How many lines are where.
   *
   * @param waiting not submitted yet
   * @param unfinished submitted and not ended
   * @param failed deleted ones too
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Counts(
      int total,
      int waiting,
      int unfinished,
      int succeeded,
      int partiallySucceeded,
      int failed,
      int cancelled,
      int rejected) {

    static Counts of(Batch batch) {
      return new Counts(
          batch.total(),
          batch.waiting().size(),
          batch.open().size(),
          batch.count(LineEnd.SUCCEEDED),
          batch.count(LineEnd.PARTIALLY_SUCCEEDED),
          batch.count(LineEnd.FAILED) + batch.count(LineEnd.DELETED),
          batch.count(LineEnd.CANCELLED),
          batch.count(LineEnd.REJECTED));
    }
  }

  /** A line that broke a rule. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Rejected(int line, @Nullable String customId, Problem problem) {}

  /** Where to go from here. */
  record Links(String self, String results, String cancel) {

    static Links of(String self) {
      return new Links(self, self + "/results", self + "/cancel");
    }
  }

  static BatchView of(Batch batch, Map<Integer, BatchLine> rejected) {
    return new BatchView(
        batch.id().value(),
        "batch",
        BatchState.of(batch).wireName(),
        Instant.ofEpochMilli(batch.createdAtMs()),
        batch.finishedAtMs() == 0 ? null : Instant.ofEpochMilli(batch.finishedAtMs()),
        batch.cancelRequested() && batch.finishedAtMs() == 0,
        Counts.of(batch),
        new TreeMap<>(rejected)
            .entrySet().stream()
                .filter(line -> line.getValue() instanceof BatchLine.Bad)
                .map(line -> rejected(line.getKey(), (BatchLine.Bad) line.getValue()))
                .toList(),
        Links.of(path(batch.id())));
  }

  /** Where a batch is found. */
  static String path(BatchId id) {
    return "/v1/batches/" + id;
  }

  private static Rejected rejected(int line, BatchLine.Bad bad) {
    return new Rejected(line, bad.customId(), bad.problem());
  }
}
