package dev.nextflow.gateway.webhooks.redis;

import dev.nextflow.gateway.webhooks.Endpoint;
import dev.nextflow.gateway.webhooks.EndpointChange;
import dev.nextflow.gateway.webhooks.EndpointId;
import dev.nextflow.gateway.webhooks.EndpointStore;
import dev.nextflow.gateway.webhooks.EventFilter;
import dev.nextflow.jobs.redis.Answers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Endpoints in Redis. What a call does is in the script of its name. */
final class RedisEndpoints implements EndpointStore {

  private final ReactiveStringRedisTemplate redis;
  private final WebhookKeys keys;
  private final Answers answers;

  RedisEndpoints(ReactiveStringRedisTemplate redis, WebhookKeys keys, Answers answers) {
    this.redis = redis;
    this.keys = keys;
    this.answers = answers;
  }

  @Override
  public Mono<Written> add(
      String tenant, EndpointId id, EndpointChange change, String sealedSecret, int most) {
    EventFilter events = change.events() == null ? EventFilter.ALL : change.events();
    List<String> arguments =
        arguments(tenant, id, Integer.toString(most), Objects.requireNonNull(change.url()));
    arguments.addAll(Fields.of(new EndpointChange(null, events, change.description(), null)));
    arguments.addAll(List.of("secret", sealedSecret));
    return write(Script.ADD_ENDPOINT, tenant, arguments);
  }

  @Override
  public Flux<Endpoint> all(String tenant) {
    return read(tenant, "");
  }

  @Override
  public Mono<Endpoint> find(String tenant, EndpointId id) {
    return read(tenant, id.value()).next();
  }

  private Flux<Endpoint> read(String tenant, String id) {
    List<String> arguments = List.of(keys.prefix(), tenant, id);
    return answers
        .to(() -> Script.ENDPOINTS.on(redis, scriptKeys(tenant), arguments))
        .flatMapIterable(found -> found)
        .map(Fields::endpoint);
  }

  @Override
  public Mono<Written> change(String tenant, EndpointId id, EndpointChange change) {
    String ability = change.enabled() == null ? "" : change.enabled() ? "enable" : "disable";
    String url = change.url() == null ? "" : change.url();
    List<String> arguments = arguments(tenant, id, ability, url);
    arguments.addAll(Fields.of(change));
    return write(Script.CHANGE_ENDPOINT, tenant, arguments);
  }

  @Override
  public Mono<Written> rotate(String tenant, EndpointId id, String sealedSecret, Duration grace) {
    List<String> arguments =
        List.of(
            keys.prefix(),
            WebhookKeys.name(tenant, id),
            sealedSecret,
            Long.toString(grace.toMillis()));
    return write(Script.ROTATE_SECRET, tenant, arguments);
  }

  @Override
  public Mono<Written> remove(String tenant, EndpointId id) {
    return write(Script.REMOVE_ENDPOINT, tenant, arguments(tenant, id));
  }

  private Mono<Written> write(Script<String> script, String tenant, List<String> arguments) {
    return answers
        .to(() -> script.on(redis, scriptKeys(tenant), arguments))
        // The scripts' words are the constants' names, in their own spelling.
        .map(word -> Written.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  private List<String> scriptKeys(String tenant) {
    return List.of(keys.turns(), keys.endpoints(tenant));
  }

  private List<String> arguments(String tenant, EndpointId id, String... more) {
    List<String> all = new ArrayList<>(List.of(keys.prefix(), tenant, id.value()));
    all.addAll(List.of(more));
    return all;
  }
}
