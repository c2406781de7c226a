package platform;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting. */
public final class Pause {

  private Pause() {}

  /** Not shorter than that. */
  public static void of(Duration pause) {
    long endNanos = System.nanoTime() + pause.toNanos();
    for (long left = pause.toNanos(); left > 0; left = endNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
