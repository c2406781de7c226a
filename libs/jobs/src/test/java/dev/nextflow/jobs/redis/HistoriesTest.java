package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random lives of jobs, compared step by step with what a handful of lines say should happen. */
class HistoriesTest {

  private static final int HISTORIES = 200;
  private static final int STEPS = 20;

  @Test
  void everyJobEndsInOneStateWithOneEffectWhateverHappens() {
    try (TestQueue test = TestQueue.open()) {
      long settled = 0;
      for (int seed = 1; seed <= HISTORIES; seed++) {
        History history = new History(test, new Random(seed));
        for (int step = 0; step < STEPS; step++) {
          history.step();
        }
        history.end();
        settled += history.tokensSettled();
        assertThat(history.complaints()).as("history of seed %d", seed).isEmpty();
      }
      assertThat(used(test)).as("tokens of all histories").isEqualTo(settled);
    }
  }

  // Of this queue alone: the tenant is that of other tests too.
  private static long used(TestQueue test) {
    return test.redis
        .keys("nextflow:{" + test.name + "}:usage:*")
        .flatMap(key -> test.redis.<String, String>opsForHash().values(key))
        .map(Long::parseLong)
        .reduce(0L, Long::sum)
        .block();
  }
}
