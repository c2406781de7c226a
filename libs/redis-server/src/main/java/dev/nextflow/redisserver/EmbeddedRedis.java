package dev.nextflow.redisserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A real Redis server as a child process, bound to 127.0.0.1. Its duties:
 *
 * <ol>
 *   <li>acknowledge only what is on disk ({@code appendfsync always});
 *   <li>refuse writes when full rather than forget ({@code noeviction});
 *   <li>serve again what its data folder holds, and let nobody else have the folder meanwhile;
 *   <li>end with this object or with the JVM, whichever is first.
 * </ol>
 *
 * <p>Thread-safe. A JVM killed with -9 leaves its server behind; the next one on the same folder
 * stops it.
 */
public final class EmbeddedRedis implements AutoCloseable {

  private final Path binary;
  private final Path dataDir;
  private final int port;
  private final List<String> more;
  private final FileChannel lock;
  private final Thread stopWithJvm = new Thread(this::stopProcess, "redis-stop");
  private RedisProcess process;
  private boolean closed;

  private EmbeddedRedis(Path binary, RedisServerOptions options, int port, FileChannel lock)
      throws IOException {
    this.binary = binary;
    this.dataDir = options.dataDir();
    this.port = port;
    this.more = options.more();
    this.lock = lock;
    this.process = RedisProcess.start(binary, dataDir, port, more);
    Runtime.getRuntime().addShutdownHook(stopWithJvm);
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @throws RedisServerFailed if there is none for this machine, or the folder or port is taken
   */
  public static EmbeddedRedis start(RedisServerOptions options) {
    Path dataDir = options.dataDir();
    try {
      Files.createDirectories(dataDir);
      FileChannel lock = lock(dataDir);
      try {
        Path binary = RedisBinary.unpack(dataDir.toRealPath());
        RedisLeftover.stop(dataDir, binary);
        int port = options.port() == 0 ? freePort() : options.port();
        return new EmbeddedRedis(binary, options, port, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new RedisServerFailed("Redis can't be started in " + dataDir + ": " + e, e);
    }
  }

  /** Where it listens on 127.0.0.1; the same through restarts. */
  public int port() {
    return port;
  }

  /** The address as Spring's {@code spring.data.redis.url} takes it. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /**
   * Leaves the end to the caller: the JVM's shutdown, whose hooks run all at once, no longer stops
   * the server under those who still write to it. The caller must close this object.
   */
  public EmbeddedRedis closedByCaller() {
    Runtime.getRuntime().removeShutdownHook(stopWithJvm);
    return this;
  }

  /** The child's process id; another one after a restart. */
  public synchronized long pid() {
    return process.pid();
  }

  /** Whether the child runs. */
  public synchronized boolean alive() {
    return process.alive();
  }

  /** For tests: SIGKILL, as if the machine had taken it away. */
  public synchronized void kill() {
    process.kill();
  }

  /** Stops the server if it runs, and starts it again on the same port and data. */
  public synchronized void restart() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    process.stop();
    try {
      process = RedisProcess.start(binary, dataDir, port, more);
    } catch (IOException e) {
      throw new RedisServerFailed("Redis can't be restarted: " + e, e);
    }
  }

  /** Stops the server; the data folder stays. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    stopProcess();
    try {
      Runtime.getRuntime().removeShutdownHook(stopWithJvm);
    } catch (IllegalStateException jvmIsStopping) {
      // Then the hook runs beside this call; stopping twice does no harm.
    }
  }

  private synchronized void stopProcess() {
    process.stop();
    try {
      lock.close();
    } catch (IOException e) {
      throw new RedisServerFailed("the data folder can't be unlocked", e);
    }
  }

  private static FileChannel lock(Path dataDir) throws IOException {
    FileChannel channel =
        FileChannel.open(
            dataDir.resolve("redis.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException heldByThisJvm) {
      // Answered below, as if another JVM held it.
    }
    channel.close();
    throw new RedisServerFailed("another Redis uses " + dataDir);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
