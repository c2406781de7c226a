package dev.nextflow.gateway.batches;

import java.util.Locale;

/** Where a batch stands. */
enum BatchState {
  /** None of its lines is a job yet. */
  QUEUED,
  /** Some lines are jobs, and not all have ended. */
  RUNNING,
  /** All lines succeeded. */
  SUCCEEDED,
  /** Some did. */
  PARTIALLY_SUCCEEDED,
  /** None did. */
  FAILED,
  /** It was cancelled before all lines had ended. */
  CANCELLED;

  /** Of a batch as it is stored. Pure. */
  static BatchState of(Batch batch) {
    if (batch.finishedAtMs() == 0) {
      return batch.jobs().isEmpty() ? QUEUED : RUNNING;
    }
    if (batch.cancelRequested() && batch.count(LineEnd.CANCELLED) > 0) {
      return CANCELLED;
    }
    int succeeded = batch.count(LineEnd.SUCCEEDED);
    if (succeeded == batch.total()) {
      return SUCCEEDED;
    }
    return succeeded + batch.count(LineEnd.PARTIALLY_SUCCEEDED) > 0 ? PARTIALLY_SUCCEEDED : FAILED;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
