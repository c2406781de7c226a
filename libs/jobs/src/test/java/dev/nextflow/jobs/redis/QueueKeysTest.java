package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.JobId;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueKeysTest {

  private static final QueueKeys KEYS = new QueueKeys("gen-demo-0123abcd");

  @Test
  void putsAllKeysOfAQueueInOneSlot() {
    List<String> all = new ArrayList<>(KEYS.ownAndRings());
    all.addAll(KEYS.of("acme", JobId.random(KEYS.queue())).all());
    all.addAll(KEYS.of("other", JobId.random(KEYS.queue())).all());
    all.add(KEYS.idempotency("acme", "{order}-1"));
    all.add(KEYS.prefix() + "lane:high:acme");

    assertThat(all.stream().map(SlotHash::getSlot).distinct()).hasSize(1);
  }

  @Test
  void namesAnotherKeyForEveryTenantAndKey() {
    assertThat(
            List.of(
                KEYS.idempotency("acme", "a"),
                KEYS.idempotency("acme", "b"),
                KEYS.idempotency("other", "a")))
        .doesNotHaveDuplicates();
  }

  @Test
  void readsTheQueueOffAChannel() {
    assertThat(QueueKeys.queueOf(KEYS.prefix() + "signals")).isEqualTo(KEYS.queue());
  }
}
