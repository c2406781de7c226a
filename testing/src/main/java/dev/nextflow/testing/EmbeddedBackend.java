package dev.nextflow.testing;

import dev.nextflow.redisserver.EmbeddedRedis;
import dev.nextflow.redisserver.RedisServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Redis as a child process, in a folder of its own that goes with it. */
public final class EmbeddedBackend implements RedisBackend {

  private final EmbeddedRedis redis;
  private final Path dataDir;

  private EmbeddedBackend(EmbeddedRedis redis, Path dataDir) {
    this.redis = redis;
    this.dataDir = dataDir;
  }

  static EmbeddedBackend start() {
    try {
      Path dataDir = Files.createTempDirectory("nextflow-redis-");
      return new EmbeddedBackend(EmbeddedRedis.start(RedisServerOptions.anyPort(dataDir)), dataDir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server itself, for tests that kill it. */
  public EmbeddedRedis server() {
    return redis;
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return redis.port();
  }

  @Override
  public void close() {
    redis.close();
    try {
      FileSystemUtils.deleteRecursively(dataDir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
