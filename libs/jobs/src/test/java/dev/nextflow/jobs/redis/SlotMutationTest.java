package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.QueueUnavailable;
import dev.nextflow.testing.RedisBackend;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.script.RedisScript;

/** That the suite would notice, over a cluster, a script which leaves its queue's slot. */
class SlotMutationTest {

  private static final String KEY = "'ZADD', prefix .. 'retained'";

  @Test
  void aClusterRefusesAScriptThatLeavesItsSlot() {
    String finish = ScriptSource.load("finish");
    assertThat(finish).containsOnlyOnce(KEY);
    String mutant = finish.replace(KEY, "'ZADD', 'retained'");

    try (RedisBackend cluster = RedisBackend.cluster();
        TestQueue test =
            TestQueue.withFinish(cluster, new Transition<>(RedisScript.of(mutant, String.class)))) {
      test.accepted();
      Lease lease = test.leased();

      assertThatThrownBy(() -> test.finished(lease, TestQueue.DONE))
          .isInstanceOf(QueueUnavailable.class)
          .hasMessageContaining("Script attempted to access");
    }
  }
}
