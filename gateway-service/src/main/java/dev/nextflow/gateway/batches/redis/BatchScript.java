package dev.nextflow.gateway.batches.redis;

import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Mono;

/**
 * The scripts of {@code lua/}.
 *
 * @param <T> what it returns: {@code String} or {@code List<?>}
 */
record BatchScript<T>(RedisScript<T> script) {

  static final BatchScript<List<?>> STORE = listing("store");
  static final BatchScript<List<?>> TAKE = listing("take");
  static final BatchScript<String> PUT_BACK = naming("put_back");
  static final BatchScript<String> NOTE = naming("note");
  static final BatchScript<String> REJECT = naming("reject");
  static final BatchScript<String> CANCEL = naming("cancel");
  static final BatchScript<String> FINISH = naming("finish");

  /** Runs it: atomically, in one go. */
  Mono<T> on(ReactiveStringRedisTemplate redis, List<String> keys, List<String> arguments) {
    return redis.execute(script, keys, arguments).next();
  }

  private static BatchScript<String> naming(String name) {
    return new BatchScript<>(RedisScript.of(source(name), String.class));
  }

  // A class literal knows no type argument; what the script returns is read element by element.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static BatchScript<List<?>> listing(String name) {
    return new BatchScript<>((RedisScript) RedisScript.of(source(name), List.class));
  }

  private static ClassPathResource source(String name) {
    return new ClassPathResource("lua/" + name + ".lua", BatchScript.class);
  }
}
