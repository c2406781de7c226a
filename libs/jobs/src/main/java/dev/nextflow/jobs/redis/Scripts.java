package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.JobSettings;
import dev.nextflow.jobs.QueueUnavailable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Mono;

/**
 * Scripts of a room that keeps something else in the jobs' Redis: read from {@code lua/} beside its
 * class, run as the jobs' own. A Redis that is away, slow or full is {@link QueueUnavailable}.
 * Thread-safe.
 */
public final class Scripts {

  private final Class<?> room;
  private final ReactiveStringRedisTemplate redis;
  private final Answers answers;

  @SuppressWarnings("rawtypes") // a class literal knows no type argument
  private final Map<String, RedisScript<List>> loaded = new ConcurrentHashMap<>();

  /** Those of the room that the class is in. */
  public Scripts(Class<?> room, ReactiveStringRedisTemplate redis, JobSettings settings) {
    this.room = room;
    this.redis = redis;
    this.answers = new Answers(settings.answerTimeout());
  }

  /** Runs a script that returns a list: atomically, in one go. */
  public Mono<List<?>> run(String name, List<String> keys, List<String> arguments) {
    return answers.to(() -> redis.execute(script(name), keys, arguments).next()).map(list -> list);
  }

  /** Runs a script that returns the fields and values of a hash; empty where it returns none. */
  public Mono<Map<String, String>> fields(String name, List<String> keys, List<String> arguments) {
    return run(name, keys, arguments).filter(flat -> !flat.isEmpty()).map(JobFields::map);
  }

  @SuppressWarnings("rawtypes")
  private RedisScript<List> script(String name) {
    return loaded.computeIfAbsent(
        name, each -> RedisScript.of(ScriptSource.load(room, each), List.class));
  }
}
