package dev.nextflow.testing;

import dev.nextflow.redisserver.EmbeddedRedis;
import dev.nextflow.redisserver.RedisServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** Redis as a child process, in a folder of its own that goes with it. */
public final class EmbeddedBackend implements MortalBackend {

  private final EmbeddedRedis redis;
  private final Path dataDir;
  private final boolean guarded;

  private EmbeddedBackend(EmbeddedRedis redis, Path dataDir, boolean guarded) {
    this.redis = redis;
    this.dataDir = dataDir;
    this.guarded = guarded;
  }

  /**
   * Starts one.
   *
   * @param settings beside the usual ones, as {@code redis-server} takes them on its command line
   */
  static EmbeddedBackend start(String... settings) {
    return start(false, settings);
  }

  /** Starts one that knows the users of {@link UserRules} and nobody else. */
  static EmbeddedBackend withUsers(String... settings) {
    List<String> all = new ArrayList<>(List.of("--aclfile", "users.acl"));
    all.addAll(List.of(settings));
    return start(true, all.toArray(String[]::new));
  }

  private static EmbeddedBackend start(boolean guarded, String... settings) {
    try {
      Path dataDir = Files.createTempDirectory("nextflow-redis-");
      if (guarded) {
        UserRules.writeTo(dataDir.resolve("users.acl"));
      }
      RedisServerOptions options = RedisServerOptions.anyPort(dataDir).with(settings);
      return new EmbeddedBackend(EmbeddedRedis.start(options), dataDir, guarded);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> nodes() {
    return List.of("127.0.0.1:" + redis.port());
  }

  @Override
  public boolean guarded() {
    return guarded;
  }

  @Override
  public void kill() {
    redis.kill();
  }

  @Override
  public void restart() {
    redis.restart();
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
