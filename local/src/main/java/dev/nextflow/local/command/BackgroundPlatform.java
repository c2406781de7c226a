package dev.nextflow.local.command;

import dev.nextflow.local.state.LocalFolder;
import dev.nextflow.local.state.RunningPlatform;
import dev.nextflow.local.terminal.ProgressBar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The platform of a folder as a process of its own, which outlives the command and the terminal.
 */
final class BackgroundPlatform {

  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(50);

  /**
   * Job control (set -m) puts the process into a process group of its own: Ctrl-C in the terminal
   * does not reach it. nohup keeps it when the terminal closes.
   */
  private static final String DETACH =
      "set -m; out=$1; shift; nohup \"$@\" >\"$out\" 2>&1 </dev/null & echo $!";

  private final LocalFolder folder;

  BackgroundPlatform(LocalFolder folder) {
    this.folder = folder;
  }

  /** The platform that runs, or a fresh one; says on {@code bar} what it waits for. */
  RunningPlatform ensureRunning(ProgressBar bar) throws InterruptedException {
    Optional<RunningPlatform> running = RunningPlatform.find(folder);
    if (running.isPresent()) {
      return running.get();
    }
    bar.say("starting the platform on this machine ...");
    long startNanos = System.nanoTime();
    RunningPlatform started;
    try {
      started = waitUntilReady(launch(), startNanos + START_LIMIT.toNanos());
    } finally {
      bar.clear();
    }
    System.err.printf(
        Locale.ROOT,
        "The platform runs at %s (started in %.1f s; stop it: ./nextflow down; log: %s)%n",
        started.address(),
        (System.nanoTime() - startNanos) / 1e9,
        folder.log());
    return started;
  }

  private ProcessHandle launch() {
    try {
      Files.createDirectories(folder.state());
      List<String> command =
          new ArrayList<>(List.of("bash", "-c", DETACH, "bash", folder.output().toString()));
      command.addAll(
          List.of(
              System.getProperty("java.home") + "/bin/java",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "--enable-native-access=ALL-UNNAMED",
              "-Dnextflow.home=" + folder.home(),
              "-cp",
              System.getProperty("java.class.path"),
              "dev.nextflow.local.NextflowCommand",
              "up"));
      Process bash =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String pid =
          new String(bash.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow(this::failure);
    } catch (IOException | NumberFormatException noBash) {
      throw new Complaint(ExitCodes.UNAVAILABLE, "can't start a process: " + noBash.getMessage());
    }
  }

  private RunningPlatform waitUntilReady(ProcessHandle process, long deadlineNanos)
      throws InterruptedException {
    while (true) {
      boolean alive = process.isAlive();
      Optional<RunningPlatform> ready = RunningPlatform.find(folder);
      if (ready.isPresent()) {
        return ready.get();
      }
      if (!alive) {
        throw failure();
      }
      if (System.nanoTime() > deadlineNanos) {
        process.destroy();
        throw new Complaint(
            ExitCodes.UNAVAILABLE, "the platform did not start in time; see " + folder.log());
      }
      Thread.sleep(POLL);
    }
  }

  /** What the process said last: one line, as every failure of the command line is. */
  private Complaint failure() {
    try {
      String said =
          Files.readString(folder.output())
              .lines()
              .filter(line -> line.startsWith("nextflow: "))
              .reduce("", (first, second) -> second);
      String reason = said.isEmpty() ? "see " + folder.log() : said.substring(10);
      return new Complaint(ExitCodes.UNAVAILABLE, "the platform did not start: " + reason);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
