package dev.nextflow.jobs.redis;

import java.util.List;
import java.util.Map;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/**
 * Reads what may have many elements in one piece, by scripts. The driver hands out the elements of
 * {@code HGETALL}, {@code SMEMBERS} and {@code ZRANGE} one by one, and can miss the last request
 * for more: with more than 32 of them a reader may wait for ever (reported: redis/lettuce#3232).
 */
public record WholeReads(ReactiveStringRedisTemplate redis, Answers answers) {

  /** Fields and values of a hash; an empty map where there is none. */
  public Mono<Map<String, String>> hash(String key) {
    return read(Transition.HASH, key).map(JobFields::map);
  }

  /** Members of a set, in no order. */
  public Mono<List<String>> set(String key) {
    return read(Transition.SET, key).map(WholeReads::texts);
  }

  /** Members of a sorted set, lowest score first. */
  public Mono<List<String>> sortedSet(String key) {
    return read(Transition.SORTED_SET, key).map(WholeReads::texts);
  }

  private Mono<List<?>> read(Transition<List<?>> script, String key) {
    return answers.to(() -> script.on(redis, List.of(key), List.of()));
  }

  private static List<String> texts(List<?> values) {
    return values.stream().map(Object::toString).toList();
  }
}
