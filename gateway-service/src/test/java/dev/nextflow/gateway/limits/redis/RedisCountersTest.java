package dev.nextflow.gateway.limits.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.limits.Quota;
import dev.nextflow.gateway.limits.Standing;
import dev.nextflow.gateway.limits.Standing.Outcome;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.testing.RedisBackend;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** The counters against a real Redis. What was taken long ago is written into it beforehand. */
class RedisCountersTest {

  private static final int WINDOW = Quota.WINDOW_SECONDS;

  private static LettuceConnectionFactory connections;
  private static ReactiveStringRedisTemplate redis;

  private final String tenant = "t-" + UUID.randomUUID();
  private final RedisCounters counters = new RedisCounters(redis, JobSettings.defaults());

  @BeforeAll
  static void connect() {
    connections = new LettuceConnectionFactory(RedisBackend.shared().place().configuration());
    connections.afterPropertiesSet();
    connections.start();
    redis = new ReactiveStringRedisTemplate(connections);
  }

  @AfterAll
  static void disconnect() {
    connections.destroy();
  }

  @Test
  void takesUntilNothingIsLeft() {
    assertThat(take(10, 4, null))
        .extracting(Standing::outcome, Standing::left)
        .containsExactly(Outcome.TAKEN, 6L);
    assertThat(take(10, 6, null).left()).isZero();
    assertThat(take(10, 1, null))
        .extracting(Standing::outcome, Standing::left)
        .containsExactly(Outcome.REFUSED, 0L);
  }

  @Test
  void whatIsRefusedTakesNothing() {
    take(10, 4, null);
    take(10, 7, "refused");

    assertThat(take(10, 6, "refused").outcome()).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void aSecondLeavesTheWindowWhenAllOfItIsOldEnough() {
    long now = now();
    wasTaken(now - WINDOW - 1, 5);
    wasTaken(now - WINDOW + 20, 3);

    // The clock may tick between here and there; the second one is in the window either way.
    assertThat(take(10, 7, null).outcome()).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void theOldestSecondStillCountsAtItsVeryEnd() {
    wasTaken(now() - WINDOW + 5, 10);

    Standing refused = take(10, 1, null);

    assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(refused.waitSeconds()).isBetween(1L, 6L);
  }

  @Test
  void whoIsRefusedIsToldWhenSoMuchIsLeftAndNotWhenAnythingIs() {
    long now = now();
    wasTaken(now - 50, 2);
    wasTaken(now - 30, 5);
    wasTaken(now - 10, 3);

    assertThat(take(10, 2, null).waitSeconds()).isBetween(8L, 11L);
    assertThat(take(10, 3, null).waitSeconds()).isBetween(28L, 31L);
    assertThat(take(10, 7, null).waitSeconds()).isBetween(28L, 31L);
    assertThat(take(10, 8, null).waitSeconds()).isBetween(48L, 51L);
  }

  @Test
  void aClockThatIsSetBackLosesNothingAndHoldsNothingForLong() {
    wasTaken(now() + 3600, 10);

    Standing refused = take(10, 1, null);

    assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(refused.waitSeconds()).isBetween(60L, 61L);
  }

  @Test
  void aLimitThatWasLoweredLeavesNothingRatherThanLess() {
    take(10, 10, null);

    assertThat(take(4, 1, null))
        .extracting(Standing::outcome, Standing::left)
        .containsExactly(Outcome.REFUSED, 0L);
  }

  @Test
  void aChargeIsTakenOnceWhateverItsAmount() {
    assertThat(take(10, 4, "k").outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(take(10, 4, "k"))
        .extracting(Standing::outcome, Standing::left)
        .containsExactly(Outcome.OPEN, 6L);
    settle(0, 0, "k");
    assertThat(take(10, 9, "k"))
        .extracting(Standing::outcome, Standing::left)
        .containsExactly(Outcome.SETTLED, 6L);
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    Standing taken = take(10, 10, "k");

    settle(taken.second(), -10, "k");

    assertThat(take(10, 10, null).outcome()).isEqualTo(Outcome.TAKEN);
  }

  @Test
  void whatDidNotComeToBeIsGivenBackAndItsNameForgotten() {
    Standing taken = take(10, 10, "k");

    counters.undo(tenant, Quota.TOKENS, taken.second(), 10, "k").block();

    assertThat(take(10, 10, "k").outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(take(10, 1, null).outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void whatHasLeftTheWindowIsNotGivenBackTwice() {
    settle(now() - 1000, -10, null);

    assertThat(take(10, 10, null).outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(take(10, 1, null).outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void aCorrectionMayGoBeyondTheLimit() {
    take(10, 8, null);

    settle(now(), 8, null);

    assertThat(take(10, 1, null).outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void nothingIsKeptForLongerThanItCounts() {
    take(10, 1, "k");

    assertThat(ttlSeconds(0)).isBetween(WINDOW - 1L, WINDOW + 1L);
    assertThat(ttlSeconds(1)).isBetween(86_000L, 86_400L);
  }

  @Test
  void theKeysOfATenantShareOneSlot() {
    assertThat(RedisCounters.keys(tenant, Quota.TOKENS, "k"))
        .allMatch(key -> key.startsWith("nextflow:{limits:" + tenant + "}:"));
  }

  private Standing take(long limit, long amount, @Nullable String charge) {
    return Objects.requireNonNull(
        counters.take(tenant, Quota.TOKENS, limit, amount, charge).block());
  }

  private void settle(long second, long correction, @Nullable String charge) {
    counters.settle(tenant, Quota.TOKENS, second, correction, charge).block();
  }

  private void wasTaken(long second, long amount) {
    redis.opsForHash().put(key(0), Long.toString(second), Long.toString(amount)).block();
  }

  private long ttlSeconds(int key) {
    return Objects.requireNonNull(redis.getExpire(key(key)).block()).toSeconds();
  }

  private String key(int index) {
    return RedisCounters.keys(tenant, Quota.TOKENS, "k").get(index);
  }

  /** By the counters' own clock. */
  private long now() {
    return counters.take("clock", Quota.TOKENS, 1_000_000_000, 1, null).block().second();
  }
}
