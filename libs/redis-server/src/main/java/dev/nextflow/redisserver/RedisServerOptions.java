package dev.nextflow.redisserver;

import java.nio.file.Path;

/**
 * Where a server listens and keeps its data. Everything else is fixed: see {@link EmbeddedRedis}.
 *
 * @param port on 127.0.0.1; 0 takes a free one
 * @param dataDir made where it is missing; what it holds is served again
 */
public record RedisServerOptions(int port, Path dataDir) {

  public RedisServerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port outside 0..65535: " + port);
    }
    dataDir = dataDir.toAbsolutePath().normalize();
  }

  /** Any free port. */
  public static RedisServerOptions anyPort(Path dataDir) {
    return new RedisServerOptions(0, dataDir);
  }
}
