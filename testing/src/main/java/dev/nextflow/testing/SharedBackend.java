package dev.nextflow.testing;

/** Starts the JVM's own Redis when it is first asked for. */
final class SharedBackend {

  static final RedisBackend INSTANCE = start();

  private SharedBackend() {}

  private static RedisBackend start() {
    RedisBackend backend = RedisBackend.start();
    Runtime.getRuntime().addShutdownHook(new Thread(backend::close, "redis-close"));
    return backend;
  }
}
