package dev.nextflow.gateway.webhooks.redis;

import dev.nextflow.jobs.redis.ScriptSource;
import java.util.List;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Mono;

/**
 * A script of {@code lua/}, with its fragments. Sent by hash, and whole where Redis does not know
 * the hash.
 *
 * @param <T> what it returns: {@code String}, {@code Long} or {@code List<?>}
 */
record Script<T>(RedisScript<T> text) {

  static final Script<String> ADD_ENDPOINT = of("add_endpoint", String.class);
  static final Script<String> CHANGE_ENDPOINT = of("change_endpoint", String.class);
  static final Script<String> ROTATE_SECRET = of("rotate_secret", String.class);
  static final Script<String> REMOVE_ENDPOINT = of("remove_endpoint", String.class);
  static final Script<List<?>> ENDPOINTS = listing("endpoints");
  static final Script<String> ADD_DELIVERY = of("add_delivery", String.class);
  static final Script<List<?>> CLAIM = listing("claim");
  static final Script<Long> SETTLE = of("settle", Long.class);
  static final Script<List<?>> REDELIVER = listing("redeliver");
  static final Script<List<?>> DELIVERIES = listing("deliveries");

  /** Runs it: atomically, in one go. */
  Mono<T> on(ReactiveStringRedisTemplate redis, List<String> keys, List<String> arguments) {
    return redis.execute(text, keys, arguments).next();
  }

  /** The whole text of a script. */
  static String load(String name) {
    return ScriptSource.load(Script.class, name);
  }

  private static <T> Script<T> of(String name, Class<T> returned) {
    return new Script<>(RedisScript.of(load(name), returned));
  }

  // A class literal knows no type argument; what the script returns is read element by element.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Script<List<?>> listing(String name) {
    return new Script<>((RedisScript) RedisScript.of(load(name), List.class));
  }
}
