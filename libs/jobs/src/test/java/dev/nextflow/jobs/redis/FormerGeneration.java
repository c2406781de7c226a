package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.JobId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * A gateway and a worker from before records had a version, down to their scripts: those of {@code
 * former/} are as they were then, whole, and called as they were then.
 */
final class FormerGeneration {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String LEASE_MS = "10000";

  private static final RedisScript<?> SUBMIT = listing("submit");
  private static final RedisScript<?> RESERVE = listing("reserve");
  private static final RedisScript<String> REPORT = RedisScript.of(text("report"), String.class);
  private static final RedisScript<String> FINISH = RedisScript.of(text("finish"), String.class);

  private final ReactiveStringRedisTemplate redis;
  private final QueueKeys queue;

  FormerGeneration(ReactiveStringRedisTemplate redis, String queue) {
    this.redis = redis;
    this.queue = new QueueKeys(queue);
  }

  /** A job of one scale; its record has no version. */
  JobId submit(String tenant) {
    JobId id = JobId.random(queue.queue());
    QueueKeys.JobKeys job = queue.of(tenant, id);
    List<String> keys = QueueKeys.joined(job.all(), List.of(queue.idempotency(tenant, null)));
    List<String> arguments =
        new ArrayList<>(List.of(queue.prefix(), job.name(), "body", "0", "3600000", "1", "100000"));
    arguments.addAll(List.of("id", id.value(), "tenant", tenant, "kind", "generation"));
    arguments.addAll(List.of("priority", "normal", "work", "{\"seed\":7}", "view", "{}"));
    arguments.addAll(List.of("tokensDone", "0", "tokensTotal", "1", "retentionMs", "3600000"));
    List<?> answer = run(SUBMIT, keys, arguments);
    if (!answer.getFirst().equals("accepted")) {
      throw new AssertionError(answer);
    }
    return id;
  }

  /** Takes the job whose turn it is to its end, if there is one. */
  boolean work(String worker, Consumer<JobId> taken) {
    List<String> arguments = List.of(queue.prefix(), LEASE_MS, worker, "100", "900000");
    List<?> lease = run(RESERVE, queue.ownAndRings(), arguments);
    if (lease.size() <= 2) {
      return false;
    }
    JobId id = new JobId(lease.get(2).toString());
    String fence = lease.get(3).toString();
    taken.accept(id);
    QueueKeys.JobKeys job = queue.of(lease.get(1).toString(), id);
    List<String> report = new ArrayList<>(List.of(queue.prefix(), job.name(), fence, LEASE_MS));
    report.addAll(List.of("report-" + fence, "1", "scale", "{\"scale\":1}", "codes:0:1", "AAA="));
    say("held", REPORT, job, report);
    List<String> end = List.of(queue.prefix(), job.name(), fence, "succeeded", "result", "{}");
    say("ended", FINISH, job, end);
    return true;
  }

  private void say(
      String expected, RedisScript<String> script, QueueKeys.JobKeys job, List<String> arguments) {
    String answer = redis.execute(script, job.all(), arguments).blockFirst(LONG);
    if (!expected.equals(answer)) {
      throw new AssertionError(answer);
    }
  }

  private List<?> run(RedisScript<?> script, List<String> keys, List<String> arguments) {
    return (List<?>) redis.execute(script, keys, arguments).blockFirst(LONG);
  }

  private static RedisScript<?> listing(String name) {
    return RedisScript.of(text(name), List.class);
  }

  private static String text(String name) {
    try (InputStream in = FormerGeneration.class.getResourceAsStream("former/" + name + ".lua")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
