package dev.nextflow.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.sequences.problems.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class CpuPoolTest {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  final CpuPool pool = new CpuPool("test", 1, 1, new SimpleMeterRegistry());
  final CountDownLatch gate = new CountDownLatch(1);
  final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    gate.countDown();
    pool.close();
  }

  @Test
  void workRunsOnAPlatformThreadOfThePool() {
    assertThat(pool.call(() -> Thread.currentThread().getName()).block(PATIENCE))
        .startsWith("test-");
    assertThat(pool.call(() -> Thread.currentThread().isVirtual()).block(PATIENCE)).isFalse();
  }

  @Test
  void whatHasNoRoomIsUnavailableAtOnce() throws Exception {
    occupy();
    pool.call(runs::incrementAndGet).subscribe();
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> pool.call(runs::incrementAndGet).block(PATIENCE))
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo("unavailable"));
  }

  @Test
  void workThatNobodyWaitsForAnyMoreIsDropped() throws Exception {
    occupy();
    Disposable givenUp = pool.call(runs::incrementAndGet).subscribe();
    givenUp.dispose();
    gate.countDown();
    pool.call(() -> 0).block(PATIENCE);
    assertThat(runs).hasValue(0);
  }

  @Test
  void whatWorkThrowsArrives() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() ->
            pool.call(
                    () -> {
                      throw new IllegalStateException("x");
                    })
                .block(PATIENCE));
  }

  private void occupy() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    pool.call(
            () -> {
              running.countDown();
              gate.await();
              return 0;
            })
        .subscribe();
    running.await();
  }
}
