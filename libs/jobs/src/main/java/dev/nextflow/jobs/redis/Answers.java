package dev.nextflow.jobs.redis;

import dev.nextflow.jobs.QueueFull;
import dev.nextflow.jobs.QueueUnavailable;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Turns what can go wrong between here and Redis into the queue's own two errors; for whoever keeps
 * something beside the queue, too.
 */
public record Answers(Duration timeout) {

  /**
   * Limits how long an answer may take, and hands it on apart from the driver's thread: one thread
   * reads all answers of Redis, and whatever is made of one there holds up the others.
   *
   * @param call asks Redis; even its assembly fails where there is no connection yet
   */
  public <T> Mono<T> to(Supplier<Mono<T>> call) {
    return Mono.defer(call)
        // Before the hand-over: an answer that came in time is one, however busy this process is.
        .timeout(timeout)
        .publishOn(Schedulers.parallel())
        .onErrorMap(Answers::expected, Answers::translated);
  }

  private static boolean expected(Throwable error) {
    return error instanceof DataAccessException
        || error instanceof RedisException
        || error instanceof TimeoutException
        // A connection that breaks under a command comes as it is, in nobody's wrapping.
        || error instanceof IOException;
  }

  private static QueueUnavailable translated(Throwable error) {
    String cause = String.valueOf(NestedExceptionUtils.getMostSpecificCause(error).getMessage());
    return cause.startsWith("OOM")
        ? new QueueFull(error)
        : new QueueUnavailable("the queue gives no answer: " + cause, error);
  }
}
