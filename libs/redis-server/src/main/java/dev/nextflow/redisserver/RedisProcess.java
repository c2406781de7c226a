package dev.nextflow.redisserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the server: from its start until it exits. */
final class RedisProcess {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);
  private static final String READY = "Ready to accept connections";

  /** Reading a large append-only file takes a while. */
  private static final long START_LIMIT_S = 120;

  /** Redis writes out what it holds; far less than this. */
  private static final long STOP_LIMIT_S = 10;

  private final Process process;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private volatile String lastLine = "";

  private RedisProcess(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().name("redis-log-" + process.pid()).start(this::readLog);
  }

  /** Starts the server and waits until it answers. */
  static RedisProcess start(Path binary, Path dataDir, int port, List<String> more)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always", "--save", ""));
    command.addAll(List.of("--maxmemory-policy", "noeviction"));
    command.addAll(List.of("--daemonize", "no", "--pidfile", RedisLeftover.PID_FILE));
    command.addAll(more);
    // The data folder is the working directory: its name may hold blanks, which arguments may not.
    RedisProcess redis =
        new RedisProcess(
            new ProcessBuilder(command)
                .directory(dataDir.toFile())
                .redirectErrorStream(true)
                .start());
    redis.awaitReady();
    return redis;
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** SIGTERM: Redis syncs its file and exits. */
  void stop() {
    process.toHandle().destroy();
    if (!exited()) {
      kill();
    }
  }

  /** SIGKILL: Redis gets no chance to do anything. */
  void kill() {
    process.toHandle().destroyForcibly();
    if (!exited()) {
      throw new RedisServerFailed("Redis does not exit, pid " + pid());
    }
  }

  private boolean exited() {
    try {
      return process.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private void awaitReady() {
    try {
      if (ready.get(START_LIMIT_S, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      log.debug("Redis is not ready", e);
    }
    kill();
    throw new RedisServerFailed("Redis did not start: " + lastLine);
  }

  private void readLog() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.debug("{}", line);
        if (!line.isBlank()) {
          lastLine = line;
        }
        if (line.contains(READY)) {
          ready.complete(true);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      log.debug("The log of Redis broke off", e);
    } finally {
      ready.complete(false);
    }
  }
}
