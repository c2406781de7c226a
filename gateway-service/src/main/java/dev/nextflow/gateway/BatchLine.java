package dev.nextflow.gateway;

import dev.nextflow.sequences.problems.Problem;
import org.jspecify.annotations.Nullable;

/** One line of a batch, read. */
public sealed interface BatchLine {

  /** The caller's own name of the line; null where it gave none that could be read. */
  @Nullable String customId();

  /** An order for the queue. */
  record Good(String customId, WorkOrder order) implements BatchLine {}

  /** What is wrong with it; the other lines are not to blame. */
  record Bad(@Nullable String customId, Problem problem) implements BatchLine {}
}
