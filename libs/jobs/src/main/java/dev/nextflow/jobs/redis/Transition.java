package dev.nextflow.jobs.redis;

import java.util.List;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Mono;

/**
 * The transitions of a job, and what is looked at in one go, each a script. Sent by hash, and whole
 * where Redis does not know the hash, as after its restart.
 *
 * @param <T> what it returns: {@code String}, {@code Long} or {@code List<?>}
 */
record Transition<T>(RedisScript<T> script) {

  static final Transition<List<?>> CLAIM = listing("tenants/claim");
  static final Transition<List<?>> SUBMIT = listing("submit");
  static final Transition<List<?>> RECALL = listing("recall");
  static final Transition<List<?>> RESERVE = listing("reserve");
  static final Transition<String> RENEW = naming("renew");
  static final Transition<List<?>> REPORT = listing("report");
  static final Transition<String> FINISH = naming("finish");
  static final Transition<String> RELEASE = naming("release");
  static final Transition<List<?>> RESUME = listing("resume");
  static final Transition<String> CANCEL = naming("cancel");
  static final Transition<String> DELETE = naming("delete");
  static final Transition<List<?>> REAP = listing("reap");
  static final Transition<List<?>> OUTBOX = listing("outbox");
  static final Transition<Long> ACKNOWLEDGE = counting("acknowledge");
  static final Transition<List<?>> POSITION = listing("position");
  static final Transition<List<?>> PACE = listing("pace");
  static final Transition<List<?>> DEPTH = listing("depth");
  static final Transition<List<?>> EVENTS = listing("events");
  static final Transition<List<?>> LIST = listing("list");
  static final Transition<List<?>> USAGE = listing("usage");
  static final Transition<List<?>> HASH = listing("whole/hash");
  static final Transition<List<?>> SET = listing("whole/set");
  static final Transition<List<?>> SORTED_SET = listing("whole/sorted_set");

  /** Runs it: atomically, in one go. */
  Mono<T> on(ReactiveStringRedisTemplate redis, List<String> keys, List<String> arguments) {
    return redis.execute(script, keys, arguments).next();
  }

  /** One that answers with a word. */
  static Transition<String> naming(String name) {
    return new Transition<>(RedisScript.of(ScriptSource.load(name), String.class));
  }

  private static Transition<Long> counting(String name) {
    return new Transition<>(RedisScript.of(ScriptSource.load(name), Long.class));
  }

  // A class literal knows no type argument; what the script returns is read element by element.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Transition<List<?>> listing(String name) {
    return new Transition<>((RedisScript) RedisScript.of(ScriptSource.load(name), List.class));
  }
}
