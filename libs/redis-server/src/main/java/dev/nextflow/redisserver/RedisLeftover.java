package dev.nextflow.redisserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of a JVM that was killed with -9: it had no chance to stop its child, which still
 * holds the data folder. The next start stops it.
 */
final class RedisLeftover {

  static final String PID_FILE = "redis.pid";

  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);
  private static final long STOP_LIMIT_S = 10;

  private RedisLeftover() {}

  /** Stops a server that still runs on the folder; does nothing where there is none. */
  static void stop(Path dataDir, Path binary) throws IOException {
    Optional<ProcessHandle> leftover =
        pid(dataDir).flatMap(ProcessHandle::of).filter(process -> runs(binary, process));
    if (leftover.isEmpty()) {
      return;
    }
    ProcessHandle process = leftover.get();
    log.info("Stopping the Redis that an earlier run left behind, pid {}", process.pid());
    process.destroy();
    try {
      process.onExit().get(STOP_LIMIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
  }

  private static Optional<Long> pid(Path dataDir) throws IOException {
    Path file = dataDir.resolve(PID_FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file).strip();
    return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  // A pid may belong to another program by now; the executable in this very folder can't.
  private static boolean runs(Path binary, ProcessHandle process) {
    return process.info().command().filter(binary.toString()::equals).isPresent();
  }
}
