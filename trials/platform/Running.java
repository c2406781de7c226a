package platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of this machine and its log. It ends with the trial, whichever way that ends. */
public final class Running implements AutoCloseable {

  /** On a busy machine; nothing is judged by it. */
  static final Duration PATIENCE = Duration.ofMinutes(20);

  private final String name;
  private final Process process;
  private final Path log;

  private Running(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  static Running start(String name, List<String> command, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new Running(name, process, log);
  }

  /** SIGTERM; returns how long it took to end, in seconds. */
  double stop() throws InterruptedException {
    long startNanos = System.nanoTime();
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " does not end");
    }
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Processor time so far, in seconds. */
  public double processorSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /**
   * A field of {@code /proc/<id>/status}, in bytes: {@code VmRSS} is what it holds in memory now,
   * {@code VmHWM} the most that it ever did, {@code VmSize} what it has reserved. Linux only.
   */
  public long bytes(String field) throws IOException {
    String status = Files.readString(Path.of("/proc", "" + process.pid(), "status"));
    Matcher kilobytes = Pattern.compile(field + ":\\s+(\\d+) kB").matcher(status);
    if (!kilobytes.find()) {
      throw new IOException("no " + field + " of " + name);
    }
    return Long.parseLong(kilobytes.group(1)) * 1024;
  }

  void awaitOutput(String text) {
    await("says " + text, () -> output().contains(text));
  }

  /** Waits for something that others see of it. */
  void await(String what, BooleanSupplier seen) {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!seen.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > endNanos) {
        String output = output();
        String tail = output.substring(Math.max(0, output.length() - 3000));
        throw new IllegalStateException(name + ": never " + what + "\n" + tail);
      }
      Pause.of(Duration.ofMillis(50));
    }
  }

  private String output() {
    try {
      return Files.readString(log);
    } catch (IOException notYet) {
      return "";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
