package dev.nextflow.gateway.limits.redis;

import dev.nextflow.gateway.limits.Counters;
import dev.nextflow.gateway.limits.Quota;
import dev.nextflow.gateway.limits.Standing;
import dev.nextflow.gateway.limits.Standing.Outcome;
import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.redis.Scripts;
import dev.nextflow.sequences.Sha256;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The counters in Redis. What a call does is in the script of its name. */
@Component
class RedisCounters implements Counters {

  /** As long as the queue remembers an idempotency key. */
  private static final Duration CHARGE_REMEMBERED = Duration.ofHours(24);

  /** In place of the milliseconds to remember a charge, as the scripts take it. */
  private static final String NO_NAME = "0";

  private static final String FORGET = "-1";

  private final Scripts scripts;

  RedisCounters(ReactiveStringRedisTemplate redis, JobSettings settings) {
    this.scripts = new Scripts(RedisCounters.class, redis, settings);
  }

  @Override
  public Mono<Standing> take(
      String tenant, Quota quota, long limit, long amount, @Nullable String charge) {
    List<String> arguments =
        List.of(text(limit), text(amount), text(Quota.WINDOW_SECONDS), rememberMs(charge));
    return scripts
        .run("take", keys(tenant, quota, charge), arguments)
        .map(values ->
            new Standing(
                Outcome.valueOf(values.get(0).toString().toUpperCase(Locale.ROOT)),
                number(values, 1),
                number(values, 2),
                number(values, 3)));
  }

  @Override
  public Mono<Void> settle(
      String tenant, Quota quota, long second, long correction, @Nullable String charge) {
    return settle(tenant, quota, second, correction, charge, rememberMs(charge));
  }

  @Override
  public Mono<Void> undo(
      String tenant, Quota quota, long second, long amount, @Nullable String charge) {
    return settle(tenant, quota, second, -amount, charge, charge == null ? NO_NAME : FORGET);
  }

  private Mono<Void> settle(
      String tenant,
      Quota quota,
      long second,
      long correction,
      @Nullable String charge,
      String rememberMs) {
    List<String> arguments =
        List.of(text(correction), text(second), text(Quota.WINDOW_SECONDS), rememberMs);
    return scripts.run("settle", keys(tenant, quota, charge), arguments).then();
  }

  static List<String> keys(String tenant, Quota quota, @Nullable String charge) {
    String prefix = "nextflow:{limits:" + tenant + "}:";
    return List.of(
        prefix + quota.wireName(),
        // One that is never written, where the charge has no name.
        prefix + "charge:" + (charge == null ? "" : Sha256.hexOf(charge)));
  }

  private static String rememberMs(@Nullable String charge) {
    return charge == null ? NO_NAME : text(CHARGE_REMEMBERED.toMillis());
  }

  private static String text(long number) {
    return Long.toString(number);
  }

  private static long number(List<?> values, int index) {
    return Long.parseLong(values.get(index).toString());
  }
}
