package dev.nextflow.testing;

import java.util.List;
import org.testcontainers.containers.GenericContainer;

/** Redis in a container, set up like the embedded one. */
public final class ContainerBackend implements RedisBackend {

  static final String IMAGE = "redis:7.0.15-alpine";

  private static final int PORT = 6379;

  private final GenericContainer<?> container;

  private ContainerBackend(GenericContainer<?> container) {
    this.container = container;
  }

  // The container outlives this method; close() stops it, and so does Testcontainers' reaper.
  @SuppressWarnings("resource")
  static ContainerBackend start() {
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withExposedPorts(PORT)
            .withCommand(
                "redis-server",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--maxmemory-policy",
                "noeviction");
    container.start();
    return new ContainerBackend(container);
  }

  @Override
  public List<String> nodes() {
    return List.of(container.getHost() + ":" + container.getMappedPort(PORT));
  }

  @Override
  public void close() {
    container.stop();
  }
}
