package dev.nextflow.gateway.webhooks.redis;

import dev.nextflow.gateway.webhooks.Attempt;
import dev.nextflow.gateway.webhooks.Claim;
import dev.nextflow.gateway.webhooks.Delivery;
import dev.nextflow.gateway.webhooks.DeliveryId;
import dev.nextflow.gateway.webhooks.DeliveryStore;
import dev.nextflow.gateway.webhooks.EndpointId;
import dev.nextflow.gateway.webhooks.NewDelivery;
import dev.nextflow.gateway.webhooks.Verdict;
import dev.nextflow.gateway.webhooks.WebhookSettings;
import dev.nextflow.jobs.redis.Answers;
import dev.nextflow.jobs.redis.WholeReads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deliveries in Redis. What a call does is in the script of its name. */
final class RedisDeliveries implements DeliveryStore {

  private static final String KEEP_MS = ms(Duration.ofDays(7));
  private static final String MOST_KEPT = "5000";

  /** One delivery that nobody takes may be the event's own fault. */
  private static final String GIVEN_UP_TO_DISABLE = "3";

  private final ReactiveStringRedisTemplate redis;
  private final WebhookKeys keys;
  private final Answers answers;
  private final WebhookSettings settings;

  RedisDeliveries(
      ReactiveStringRedisTemplate redis,
      WebhookKeys keys,
      Answers answers,
      WebhookSettings settings) {
    this.redis = redis;
    this.keys = keys;
    this.answers = answers;
    this.settings = settings;
  }

  @Override
  public Mono<Void> register(String queue) {
    return answers.to(() -> redis.opsForSet().add(keys.queues(), queue)).then();
  }

  @Override
  public Flux<String> queues() {
    return new WholeReads(redis, answers).set(keys.queues()).flatMapIterable(queues -> queues);
  }

  @Override
  public Mono<Boolean> add(NewDelivery delivery) {
    String name = WebhookKeys.name(delivery.tenant(), delivery.endpoint());
    List<String> arguments = arguments(name, delivery.id().value(), KEEP_MS, MOST_KEPT);
    arguments.addAll(Fields.of(delivery));
    return run(Script.ADD_DELIVERY, arguments).map("added"::equals);
  }

  @Override
  public Mono<List<Claim>> claim(int most) {
    List<String> arguments =
        arguments(
            Integer.toString(most),
            Integer.toString(settings.atOncePerEndpoint()),
            ms(settings.lease()));
    return run(Script.CLAIM, arguments).map(claims -> claims.stream().map(Fields::claim).toList());
  }

  @Override
  public Mono<Boolean> settle(Claim claim, Attempt attempt, Verdict verdict) {
    Duration pause = verdict instanceof Verdict.Again(Duration next) ? next : Duration.ZERO;
    List<String> arguments =
        arguments(
            WebhookKeys.name(claim.tenant(), claim.endpoint()),
            claim.delivery().value(),
            Long.toString(claim.fence()),
            verdict.wireName(),
            ms(pause),
            Fields.of(attempt),
            KEEP_MS,
            ms(settings.disableAfter()),
            GIVEN_UP_TO_DISABLE);
    return run(Script.SETTLE, arguments).map(settled -> settled == 1);
  }

  @Override
  public Mono<Delivery> redeliver(String tenant, EndpointId endpoint, DeliveryId id) {
    return run(Script.REDELIVER, arguments(WebhookKeys.name(tenant, endpoint), id.value(), KEEP_MS))
        .filter(fields -> !fields.isEmpty())
        .map(Fields::delivery);
  }

  @Override
  public Mono<Page> page(String tenant, EndpointId endpoint, @Nullable String after, int most) {
    List<String> arguments =
        arguments(
            WebhookKeys.name(tenant, endpoint), after == null ? "" : after, Integer.toString(most));
    return run(Script.DELIVERIES, arguments)
        .map(page -> {
          String next = page.getFirst().toString();
          List<Delivery> deliveries = page.stream().skip(1).map(Fields::delivery).toList();
          return new Page(deliveries, next.isEmpty() ? null : next);
        });
  }

  private <T> Mono<T> run(Script<T> script, List<String> arguments) {
    return answers.to(() -> script.on(redis, List.of(keys.turns()), arguments));
  }

  private List<String> arguments(String... more) {
    List<String> all = new ArrayList<>(List.of(keys.prefix()));
    all.addAll(List.of(more));
    return all;
  }

  private static String ms(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
