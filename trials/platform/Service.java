package platform;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One service as operators run it, from its jar, which can be stopped and started anew where it
 * was. What it listens on stays the same.
 */
public final class Service implements AutoCloseable {

  private final String name;
  private final int port;
  private final int healthPort;
  private final List<String> command = new ArrayList<>();
  private final Path log;
  private Running process;

  /**
   * Describes one; nothing is started.
   *
   * @param kind such as {@code gateway}
   * @param number tells those of a kind apart
   * @param jvm arguments of its JVM
   * @param settings arguments of its own
   */
  public Service(Path folder, String kind, int number, List<String> jvm, List<String> settings)
      throws IOException {
    this.name = kind + " " + number;
    this.port = Ports.free();
    this.log = folder.resolve(kind + "-" + number + ".log");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvm);
    command.addAll(
        List.of("-jar", kind + "-service/target/" + kind + "-service-0.1.0-SNAPSHOT-boot.jar"));
    command.add("--server.port=" + port);
    // Only the gateway has a port for operators, beside the public one.
    this.healthPort = kind.equals("gateway") ? Ports.free() : port;
    if (healthPort != port) {
      command.add("--management.server.port=" + healthPort);
    }
    command.addAll(settings);
  }

  public String name() {
    return name;
  }

  public int port() {
    return port;
  }

  public Running process() {
    return process;
  }

  public void start() throws IOException {
    process = Running.start(name, command, log);
  }

  public void awaitReady() {
    process.await("is ready", () -> probe() == Probe.READY);
  }

  /** SIGTERM; returns how long it took to end, in seconds. */
  public double stop() throws InterruptedException {
    return process.stop();
  }

  /** What a readiness probe has found; an answer that takes too long says nothing. */
  public enum Probe {
    READY,
    NOT_READY,
    NO_ANSWER
  }

  /** Asks once. */
  public Probe probe() {
    try {
      URI address = URI.create("http://127.0.0.1:" + healthPort + "/actuator/health/readiness");
      HttpURLConnection asked = (HttpURLConnection) address.toURL().openConnection();
      asked.setConnectTimeout(3000);
      asked.setReadTimeout(3000);
      try {
        return asked.getResponseCode() == 200 ? Probe.READY : Probe.NOT_READY;
      } finally {
        asked.disconnect();
      }
    } catch (SocketTimeoutException slow) {
      return Probe.NO_ANSWER;
    } catch (IOException away) {
      return Probe.NOT_READY;
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
