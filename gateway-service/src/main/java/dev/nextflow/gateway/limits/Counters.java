package dev.nextflow.gateway.limits;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Counts what tenants use, over all gateways together: in any {@link Quota#WINDOW_SECONDS} no more
 * than the limit. Thread-safe; nothing happens before a subscription. Calls end with {@link
 * dev.nextflow.jobs.QueueUnavailable} where no answer comes in time.
 */
public interface Counters {

  /**
   * Takes an amount, unless it does not fit.
   *
   * @param limit the most that the tenant may use in a window
   * @param charge its name: within 24 hours nothing is taken for the same name again; null for none
   */
  Mono<Standing> take(String tenant, Quota quota, long limit, long amount, @Nullable String charge);

  /**
   * Puts right what was taken, once more is known.
   *
   * @param second in which it was taken
   * @param correction added to the window, whatever the limit; negative to give back
   * @param charge its name, for which there is a job now; null for none
   */
  Mono<Void> settle(
      String tenant, Quota quota, long second, long correction, @Nullable String charge);

  /**
   * Gives back what was taken for something that did not come to be, and forgets its name: once
   * more is asked for as the first time.
   */
  Mono<Void> undo(String tenant, Quota quota, long second, long amount, @Nullable String charge);
}
