package dev.nextflow.gateway.batches;

import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Share;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A batch as it stands; times are Redis's clock in epoch milliseconds, lines count from 1.
 *
 * @param share what its tenant may have of a queue
 * @param total lines
 * @param finishedAtMs 0: not yet
 * @param jobs of the lines that were submitted
 * @param ends of the lines that have ended
 */
public record Batch(
    String tenant,
    BatchId id,
    Share share,
    int total,
    long createdAtMs,
    long finishedAtMs,
    boolean cancelRequested,
    Map<Integer, JobId> jobs,
    Map<Integer, LineEnd> ends) {

  /** Lines that are no job yet and shall become one, in their order. */
  List<Integer> waiting() {
    return lines()
        .filter(line -> !jobs.containsKey(line) && !ends.containsKey(line))
        .boxed()
        .toList();
  }

  /** Lines whose job has not ended, as far as is known. */
  List<Integer> open() {
    return lines()
        .filter(line -> jobs.containsKey(line) && !ends.containsKey(line))
        .boxed()
        .toList();
  }

  /** Lines that ended so. */
  List<Integer> ended(LineEnd end) {
    return lines().filter(line -> ends.get(line) == end).boxed().toList();
  }

  int count(LineEnd end) {
    return ended(end).size();
  }

  boolean allEnded() {
    return ends.size() == total;
  }

  private IntStream lines() {
    return IntStream.rangeClosed(1, total);
  }
}
