package dev.nextflow.gateway.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Share;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchStateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SUCCEEDED SUCCEEDED            | false | succeeded
          SUCCEEDED REJECTED             | false | partially_succeeded
          SUCCEEDED FAILED CANCELLED     | false | partially_succeeded
          PARTIALLY_SUCCEEDED            | false | partially_succeeded
          FAILED REJECTED DELETED        | false | failed
          CANCELLED CANCELLED            | false | failed
          SUCCEEDED CANCELLED            | true  | cancelled
          SUCCEEDED SUCCEEDED            | true  | succeeded
          """)
  void isSaidByTheEndsOfItsLines(String ends, boolean cancelRequested, String state) {
    assertThat(BatchState.of(batch(1, cancelRequested, 1, ends)).wireName()).isEqualTo(state);
  }

  @Test
  void isNoEndBeforeSomebodyHasNotedIt() {
    assertThat(BatchState.of(batch(0, false, 0, "REJECTED"))).isEqualTo(BatchState.QUEUED);
    assertThat(BatchState.of(batch(0, false, 1, "SUCCEEDED"))).isEqualTo(BatchState.RUNNING);
  }

  @Test
  void everyEndOfAJobIsAnEndOfItsLine() {
    assertThat(
            Arrays.stream(JobState.values())
                .filter(state -> state.terminal() || state.resting())
                .map(LineEnd::of)
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            LineEnd.SUCCEEDED, LineEnd.PARTIALLY_SUCCEEDED, LineEnd.FAILED, LineEnd.CANCELLED);
  }

  private static Batch batch(long finishedAtMs, boolean cancelRequested, int jobs, String ends) {
    String[] words = ends.split(" ");
    Map<Integer, LineEnd> byLine = new HashMap<>();
    for (int i = 0; i < words.length; i++) {
      byLine.put(i + 1, LineEnd.valueOf(words[i]));
    }
    return new Batch(
        "acme",
        BatchId.random(),
        Share.USUAL,
        words.length,
        1,
        finishedAtMs,
        cancelRequested,
        jobs == 0 ? Map.of() : Map.of(1, JobId.random("q")),
        byLine);
  }
}
