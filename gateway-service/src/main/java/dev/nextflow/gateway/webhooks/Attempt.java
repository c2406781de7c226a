package dev.nextflow.gateway.webhooks;

import org.jspecify.annotations.Nullable;

/**
 * One try to hand a delivery over.
 *
 * @param atMs when it began, by this gateway's clock
 * @param durationMs how long it took
 * @param status what the receiver answered; 0: nothing
 * @param failure why it answered nothing; null where it did
 */
public record Attempt(long atMs, long durationMs, int status, @Nullable Failure failure) {

  private static final int GONE = 410;

  /** Whether the receiver has taken it. */
  boolean delivered() {
    return status >= 200 && status < 300;
  }

  /** Whether the receiver never wants to hear from us again. */
  boolean gone() {
    return status == GONE;
  }

  /** A word for meters. */
  String outcome() {
    if (failure != null) {
      return failure.wireName();
    }
    return delivered() ? "delivered" : status / 100 + "xx";
  }
}
