package dev.nextflow.local.platform;

import dev.nextflow.local.state.LocalFolder;
import dev.nextflow.local.state.RunningPlatform;
import dev.nextflow.redisserver.EmbeddedRedis;
import dev.nextflow.redisserver.RedisServerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole platform in this process: Redis as a child process, the four services as Spring
 * contexts beside each other.
 *
 * <p>Duties: 1. own the folder alone; 2. start Redis, then the services; 3. make known where it
 * answers; 4. stop in the order in which work flows, so that each part can still hand on what it
 * holds.
 */
public final class LocalPlatform implements AutoCloseable {

  public static final int DEFAULT_PORT = 8080;

  private final LocalFolder folder;
  private final URI address;

  /** What runs, the first to stop on top. */
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private LocalPlatform(LocalFolder folder, URI address) {
    this.folder = folder;
    this.address = address;
  }

  /**
   * Starts everything and returns when it answers.
   *
   * @param bundle folder of the model
   * @param port of the HTTP API; a free one is taken if somebody has it
   * @throws PlatformRefused with one line that says why it can't start; nothing is left running
   */
  public static LocalPlatform start(LocalFolder folder, Path bundle, int port)
      throws PlatformRefused, InterruptedException {
    if (!Files.isRegularFile(bundle.resolve("bundle.json"))) {
      throw new PlatformRefused("there is no bundle in " + bundle);
    }
    LogFile.use(folder.log());
    LocalPlatform platform = null;
    try {
      Files.createDirectories(folder.redis());
      int gatewayPort = Ports.freeOr(port);
      platform = new LocalPlatform(folder, URI.create("http://127.0.0.1:" + gatewayPort));
      platform.parts.push(FolderLock.take(folder.lock()));
      EmbeddedRedis redis =
          EmbeddedRedis.start(RedisServerOptions.anyPort(folder.redis())).closedByCaller();
      platform.parts.push(redis);
      new Services(bundle.toAbsolutePath(), redis.port(), Ports.free(), gatewayPort)
          .startInto(platform.parts);
      RunningPlatform.here(platform.address).write(folder);
      return platform;
    } catch (IOException | RuntimeException failure) {
      throw giveUp(platform, PlatformRefused.because(failure));
    } catch (PlatformRefused refused) {
      throw giveUp(platform, refused);
    }
  }

  /** Where the HTTP API answers. */
  public URI address() {
    return address;
  }

  /** Stops everything; what is not drawn yet stays in Redis for the next start. */
  @Override
  public synchronized void close() {
    closeQuietly(() -> Files.deleteIfExists(folder.running()));
    while (!parts.isEmpty()) {
      closeQuietly(parts.pop());
    }
  }

  private static PlatformRefused giveUp(@Nullable LocalPlatform platform, PlatformRefused refused) {
    log().error("The platform can't start", refused);
    if (platform != null) {
      platform.close();
    }
    return refused;
  }

  /** A part that fails to stop must not keep the others from stopping. */
  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception failure) {
      log().warn("Could not stop a part of the platform", failure);
    }
  }

  /** Asked for late: the first logger decides where the log goes. */
  private static Logger log() {
    return LoggerFactory.getLogger(LocalPlatform.class);
  }
}
