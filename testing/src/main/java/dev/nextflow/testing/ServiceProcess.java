package dev.nextflow.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A service in a JVM of its own: it can be killed, frozen and stopped as an operator or a crash
 * would do it. Its output is kept. Closing kills it.
 */
public final class ServiceProcess implements AutoCloseable {

  private static final Duration EXIT_LIMIT = Duration.ofSeconds(60);
  private static final int TAIL_LINES = 40;

  private final String name;
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  ServiceProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().name("output-of-" + name).start(this::readOutput);
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Its output so far, both streams. */
  public List<String> output() {
    return List.copyOf(lines);
  }

  /**
   * Waits until a GET of the address is answered with 200.
   *
   * @throws AssertionError with the end of the output if that does not happen in time
   */
  public void awaitHealthy(URI health, Duration within) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
      await("answers at " + health, within, () -> status(http, request) == 200);
    }
  }

  /**
   * Waits until a line of the output contains the text.
   *
   * @throws AssertionError with the end of the output if that does not happen in time
   */
  public void awaitOutput(String text, Duration within) {
    await("writes " + text, within, () -> lines.stream().anyMatch(line -> line.contains(text)));
  }

  /** Waits until it ends by itself; returns the exit status. */
  public int awaitEnd() {
    return awaitExit();
  }

  /** SIGKILL, and waits for the end. */
  public void kill() {
    process.toHandle().destroyForcibly();
    awaitExit();
  }

  /** SIGTERM, and waits for the end; returns the exit status. */
  public int stop() {
    process.toHandle().destroy();
    return awaitExit();
  }

  /** SIGSTOP: frozen, as by a long pause; its leases run out meanwhile. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT: goes on as if nothing had been. */
  public void thaw() {
    signal("CONT");
  }

  @Override
  public void close() {
    kill();
  }

  // Signals go to the handle: Process.destroy would close the output before it is read.
  private int awaitExit() {
    try {
      if (process.waitFor(EXIT_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        reader.join(EXIT_LIMIT);
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError(name + " does not exit\n" + tail());
  }

  private void await(String what, Duration within, BooleanSupplier condition) {
    boolean[] held = new boolean[1];
    Eventually.holds(
        name + " " + what,
        within,
        () -> {
          held[0] = condition.getAsBoolean();
          return held[0] || !alive();
        });
    if (!held[0]) {
      throw new AssertionError(name + " has exited before it " + what + "\n" + tail());
    }
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("kill -" + signal + " " + pid() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int status(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException notYet) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private String tail() {
    List<String> all = output();
    return String.join("\n", all.subList(Math.max(0, all.size() - TAIL_LINES), all.size()));
  }

  private void readOutput() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException brokenOff) {
      lines.add("(output broke off: " + brokenOff + ")");
    }
  }
}
