package dev.nextflow.testing;

import java.util.Locale;

/** As whom somebody speaks to a guarded Redis; to others, everybody is the same. */
public enum RedisUser {
  /** A test itself, which may do anything. */
  ADMIN,
  PROBE,
  GATEWAY,
  GENERATION,
  UNDERSTANDING;

  /** As {@code users.acl} has it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Of tests alone. */
  public String password() {
    return wireName() + "-password-of-tests";
  }

  /** The worker of a queue, by the kind that its name begins with. */
  public static RedisUser workerOf(String queue) {
    return queue.startsWith("und-") ? UNDERSTANDING : GENERATION;
  }
}
