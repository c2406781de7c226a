package dev.nextflow.engine.writing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.stream.Stream;

/**
 * How much goes into a batch of texts. Every slot has room for the longest text behind the longest
 * prompt with the largest pictures; memory of the host is reserved for it, and used as it is
 * needed.
 *
 * @param slots texts at once, at least 1
 * @param maxTokens most tokens that one of them may write, at least 1
 * @param maxPictures most pictures in one of them
 * @param prefillChunk most prompt tokens, of all slots together, that one step reads, at least 1; a
 *     block of a picture is read whole, also where it has more
 */
public record BatchSize(int slots, int maxTokens, int maxPictures, int prefillChunk) {

  public BatchSize {
    if (slots < 1 || maxTokens < 1 || maxPictures < 0 || prefillChunk < 1) {
      throw new IllegalArgumentException(
          "slots, max tokens and prefill chunk must be at least 1, not %d, %d, %d; pictures: %d"
              .formatted(slots, maxTokens, prefillChunk, maxPictures));
    }
  }

  /** Tokens that a slot has room for. */
  int slotTokens(Bundle bundle) {
    int largestPicture = offered(bundle).mapToInt(ScaleSchedule::innerTokens).max().orElseThrow();
    return bundle.maxPromptTokens() + maxPictures * largestPicture + maxTokens;
  }

  /** Most codes of a scale that is read; 0 where there are no pictures. */
  int largestScale(Bundle bundle) {
    return maxPictures == 0
        ? 0
        : offered(bundle).map(ScaleSchedule::finalGrid).mapToInt(Grid::size).max().orElseThrow();
  }

  private static Stream<ScaleSchedule> offered(Bundle bundle) {
    return bundle.finalGrids().stream()
        .flatMap(row -> bundle.levels().stream().map(level -> bundle.schedule(row, level)));
  }
}
