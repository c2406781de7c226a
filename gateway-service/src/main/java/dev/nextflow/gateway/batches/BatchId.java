package dev.nextflow.gateway.batches;

import dev.nextflow.jobs.JobId;
import java.util.Optional;

/** The name of a batch: as hard to guess as that of a job, and made the same way. */
public record BatchId(String value) {

  private static final String KIND = "batch";

  /** A new name. */
  static BatchId random() {
    return new BatchId(JobId.random(KIND).value());
  }

  /** Reads what a caller wrote; empty where it can't be the id of any batch. */
  static Optional<BatchId> parse(String written) {
    return JobId.parse(written)
        .filter(id -> id.queue().equals(KIND))
        .map(id -> new BatchId(id.value()));
  }

  @Override
  public String toString() {
    return value;
  }
}
