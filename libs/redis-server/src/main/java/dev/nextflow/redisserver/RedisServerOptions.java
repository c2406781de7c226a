package dev.nextflow.redisserver;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a server listens and keeps its data. Everything else is fixed, see {@link EmbeddedRedis},
 * but for what a test wants beside it.
 *
 * @param port on 127.0.0.1; 0 takes a free one
 * @param dataDir made where it is missing; what it holds is served again
 * @param more further settings, as {@code redis-server} takes them on its command line
 */
public record RedisServerOptions(int port, Path dataDir, List<String> more) {

  public RedisServerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port outside 0..65535: " + port);
    }
    dataDir = dataDir.toAbsolutePath().normalize();
    more = List.copyOf(more);
  }

  /** With nothing beside. */
  public RedisServerOptions(int port, Path dataDir) {
    this(port, dataDir, List.of());
  }

  /** Any free port. */
  public static RedisServerOptions anyPort(Path dataDir) {
    return new RedisServerOptions(0, dataDir);
  }

  /** The same with further settings, such as {@code --aclfile users.acl}. */
  public RedisServerOptions with(String... settings) {
    return new RedisServerOptions(port, dataDir, List.of(settings));
  }
}
