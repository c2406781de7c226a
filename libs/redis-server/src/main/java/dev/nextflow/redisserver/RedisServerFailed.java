package dev.nextflow.redisserver;

import org.jspecify.annotations.Nullable;

/** The server can't be started or stopped; the message is one line that says why. */
public final class RedisServerFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RedisServerFailed(String message) {
    this(message, null);
  }

  RedisServerFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
