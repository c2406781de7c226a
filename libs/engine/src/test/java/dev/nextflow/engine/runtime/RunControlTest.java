package dev.nextflow.engine.runtime;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nextflow.engine.EngineCancelled;
import dev.nextflow.engine.EngineOptions;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunControlTest {

  /** Ten million multiplications of 64x64 matrices: minutes, if nobody stops them. */
  private static final long ENDLESS = 10_000_000;

  @Test
  void aCancelFromAnotherThreadEndsARunUnderWay() throws Exception {
    try (Session slow = Session.open(TestGraphs.path("slow"), EngineOptions.cpu(1));
        NativeScope scope = new NativeScope()) {
      RunControl control = new RunControl(scope);
      Binding binding = slowRun(slow, scope, ENDLESS);
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread runner =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  binding.run(control);
                  ended.complete(new AssertionError("the run was not stopped"));
                } catch (Throwable thrown) {
                  ended.complete(thrown);
                }
              });
      while (!isInside(runner)) {
        assertThat(ended).isNotDone();
        Thread.onSpinWait();
      }
      control.cancel();
      assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(EngineCancelled.class);
      runner.join();
    }
  }

  @Test
  void aCancelledControlStartsNothing() {
    try (Session slow = Session.open(TestGraphs.path("slow"), EngineOptions.cpu(1));
        NativeScope scope = new NativeScope()) {
      RunControl control = new RunControl(scope);
      control.cancel();
      Binding binding = slowRun(slow, scope, ENDLESS);
      assertThatExceptionOfType(EngineCancelled.class).isThrownBy(() -> binding.run(control));
    }
  }

  @Test
  void aCancelThatComesTooLateDoesNothing() {
    NativeScope scope = new NativeScope();
    RunControl control = new RunControl(scope);
    scope.close();
    control.cancel();
    assertThat(control.cancelled()).isTrue();
  }

  private static boolean isInside(Thread runner) {
    return Arrays.stream(runner.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("runWithBinding"));
  }

  private static Binding slowRun(Session slow, NativeScope scope, long rounds) {
    HostMemory host = HostMemory.INSTANCE;
    Buffer count = host.buffer(scope, ElementType.INT64, 1);
    count.elements().setAtIndex(JAVA_LONG, 0, rounds);
    Buffer matrix = host.buffer(scope, ElementType.FLOAT32, 64 * 64);
    Buffer powered = host.buffer(scope, ElementType.FLOAT32, 64 * 64);
    return slow.bind(scope)
        .input("rounds", count.tensor(scope))
        .input("matrix", matrix.tensor(scope, 64, 64))
        .output("powered", powered.tensor(scope, 64, 64));
  }
}
