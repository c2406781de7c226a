package dev.nextflow.local.state;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * The platform that runs from a folder: written when it is ready, removed when it stops.
 *
 * @param address of the gateway
 * @param pid of the process
 * @param startedAtMs when the operating system says the process started: a pid alone can be
 *     somebody else's by now
 */
public record RunningPlatform(URI address, long pid, long startedAtMs) {

  /** This process, answering at the address. */
  public static RunningPlatform here(URI address) {
    ProcessHandle self = ProcessHandle.current();
    return new RunningPlatform(address, self.pid(), startedAtMs(self));
  }

  /** The platform that runs now; empty if none does, whatever a crashed one left behind. */
  public static Optional<RunningPlatform> find(LocalFolder folder) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.running())) {
      properties.load(reader);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    RunningPlatform written =
        new RunningPlatform(
            URI.create(properties.getProperty("address")),
            Long.parseLong(properties.getProperty("pid")),
            Long.parseLong(properties.getProperty("startedAtMs")));
    return written.process().isPresent() ? Optional.of(written) : Optional.empty();
  }

  /** The process, if it is still this platform. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startedAtMs(process) == startedAtMs);
  }

  /** Makes it known; atomic, so that a reader sees all of it or nothing. */
  public void write(LocalFolder folder) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("address", address.toString());
    properties.setProperty("pid", Long.toString(pid));
    properties.setProperty("startedAtMs", Long.toString(startedAtMs));
    Path fresh = folder.running().resolveSibling("platform.properties.new");
    try (Writer writer = Files.newBufferedWriter(fresh)) {
      properties.store(writer, null);
    }
    Files.move(fresh, folder.running(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static long startedAtMs(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
