package dev.nextflow.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EventuallyTest {

  @Test
  void returnsWhatAnotherThreadMakesTrue() {
    CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> "there");
    assertThat(
            Eventually.get(
                "a value", Duration.ofSeconds(10), () -> Optional.ofNullable(other.getNow(null))))
        .isEqualTo("there");
  }

  @Test
  void namesWhatDidNotCome() {
    assertThatThrownBy(() -> Eventually.holds("the moon", Duration.ofMillis(20), () -> false))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the moon");
  }

  @Test
  void looksOnceEvenIfThereIsNoTime() {
    Eventually.holds("now", Duration.ZERO, () -> true);
  }
}
