package dev.nextflow.gateway.webhooks;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings for tests: receivers are on this machine, and nothing takes long. */
final class TestSettings {

  /** The loopback addresses: where tests' receivers are. */
  static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

  private static final Duration MOMENT = Duration.ofMillis(20);

  private TestSettings() {}

  /** Nine retries at once, so to speak; attempts of at most 2 s. */
  static WebhookSettings quick() {
    return of(null, LOOPBACK, Collections.nCopies(9, MOMENT), Duration.ofSeconds(2), Duration.ZERO);
  }

  /** As {@link #patient}, and only these networks may be dialled. */
  static WebhookSettings dialling(String... networks) {
    return of(
        null,
        List.of(networks),
        Collections.nCopies(9, MOMENT),
        Duration.ofSeconds(60),
        Duration.ZERO);
  }

  /** As {@link #quick}, with other pauses. */
  static WebhookSettings retrying(Duration... pauses) {
    return of(null, LOOPBACK, List.of(pauses), Duration.ofSeconds(2), Duration.ZERO);
  }

  /** As {@link #quick}, but an endpoint is only disabled after this time. */
  static WebhookSettings disablingAfter(Duration time) {
    return of(null, LOOPBACK, List.of(), Duration.ofSeconds(2), time);
  }

  /** As {@link #quick}, but attempts may take a while. */
  static WebhookSettings patient() {
    return of(
        null, LOOPBACK, Collections.nCopies(9, MOMENT), Duration.ofSeconds(60), Duration.ofDays(3));
  }

  /** As {@link #quick}, but leases run out after this time, and attempts after half of it. */
  static WebhookSettings leasing(Duration lease) {
    return of(
        null, LOOPBACK, Collections.nCopies(9, MOMENT), lease.dividedBy(2), Duration.ofDays(3));
  }

  static WebhookSettings withKey(@Nullable String key) {
    return of(key, LOOPBACK, List.of(), Duration.ofSeconds(2), Duration.ZERO);
  }

  private static WebhookSettings of(
      @Nullable String key,
      List<String> networks,
      List<Duration> pauses,
      Duration attemptTimeout,
      Duration disableAfter) {
    return new WebhookSettings(
        key,
        true,
        List.of(443),
        networks,
        pauses,
        attemptTimeout,
        attemptTimeout.multipliedBy(2),
        64,
        2,
        disableAfter,
        Duration.ofMillis(50));
  }
}
