package dev.nextflow.testing;

import org.jspecify.annotations.Nullable;

/**
 * A real Redis for tests: in a container where an engine and the image are at hand, otherwise as a
 * child process. The environment variable {@code TEST_REDIS} ({@code container} or {@code
 * embedded}) forces one; what is demanded and absent is a failure, never a skipped test.
 */
public sealed interface RedisBackend extends AutoCloseable
    permits ContainerBackend, EmbeddedBackend {

  /** Starts one that the caller closes. */
  static RedisBackend start() {
    return start(System.getenv("TEST_REDIS"), new ContainerEngine.Docker());
  }

  /** The one of this JVM, for tests that keep to keys of their own; ends with the JVM. */
  static RedisBackend shared() {
    return SharedBackend.INSTANCE;
  }

  /** Where it listens. */
  String host();

  /** Where it listens. */
  int port();

  /** The address as {@code spring.data.redis.url} takes it. */
  default String url() {
    return "redis://" + host() + ":" + port();
  }

  /** Stops it and drops its data. */
  @Override
  void close();

  /** Starts what is forced, or what is at hand. */
  static RedisBackend start(@Nullable String forced, ContainerEngine engine) {
    return switch (forced == null ? "auto" : forced) {
      case "embedded" -> EmbeddedBackend.start();
      case "container" -> {
        if (!engine.has(ContainerBackend.IMAGE)) {
          throw new IllegalStateException(
              "TEST_REDIS=container, but no engine answers that has " + ContainerBackend.IMAGE);
        }
        yield ContainerBackend.start();
      }
      case "auto" ->
          engine.has(ContainerBackend.IMAGE) ? ContainerBackend.start() : EmbeddedBackend.start();
      default ->
          throw new IllegalStateException(
              "TEST_REDIS is neither container nor embedded: " + forced);
    };
  }
}
