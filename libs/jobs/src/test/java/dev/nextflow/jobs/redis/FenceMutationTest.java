package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nextflow.jobs.Lease;
import dev.nextflow.testing.RedisBackend;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.script.RedisScript;

class FenceMutationTest {

  private static final String CHECK = "if not holds(job, ARGV[3]) then";

  @Test
  void theStaleFinishAssertionCatchesAScriptWithoutTheFence() {
    String finish = ScriptSource.load("finish");
    assertThat(finish).containsOnlyOnce(CHECK);
    String mutant = finish.replace(CHECK, "if false then");

    try (TestQueue test =
        TestQueue.withFinish(
            RedisBackend.shared(), new Transition<>(RedisScript.of(mutant, String.class)))) {
      test.accepted();
      Lease stale = test.leased();
      test.letLeaseRunOut(stale);
      test.reaped();
      test.leased();

      assertThatThrownBy(() -> StaleFinish.isRefused(test, stale))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("stale finish");
    }
  }
}
