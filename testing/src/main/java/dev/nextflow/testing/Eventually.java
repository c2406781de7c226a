package dev.nextflow.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what becomes true in another thread or process; never longer than it takes. */
public final class Eventually {

  private static final long POLL_NANOS = 10_000_000;

  private Eventually() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @param what should come true, for the message
   * @throws AssertionError if it does not hold in time
   */
  public static void holds(String what, Duration within, BooleanSupplier condition) {
    get(what, within, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /**
   * Returns the value as soon as there is one.
   *
   * @param what should appear, for the message
   * @throws AssertionError if there is none in time
   */
  public static <T> T get(String what, Duration within, Supplier<Optional<T>> value) {
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      // Asked before the clock: a slow machine still gets one look after its deadline.
      boolean last = System.nanoTime() >= deadline;
      Optional<T> found = value.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (last || Thread.currentThread().isInterrupted()) {
        throw new AssertionError("not within " + within + ": " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
