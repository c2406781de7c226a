package dev.nextflow.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServiceProcessTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void waitsUntilTheServiceAnswersAndKillsIt() {
    try (ServiceProcess service = ServiceCommand.main(Service.class).arguments("200").start()) {
      service.awaitHealthy(healthOf(service), LONG);
      service.kill();
      assertThat(service.alive()).isFalse();
    }
  }

  @Test
  void letsTheServiceStopCleanly() {
    try (ServiceProcess service =
        ServiceCommand.main(Service.class).environment("FAREWELL", "good bye").start()) {
      healthOf(service);
      assertThat(service.stop()).isEqualTo(143);
      service.awaitOutput("good bye", LONG);
    }
  }

  @Test
  void freezesAndThawsTheService() {
    try (ServiceProcess service = ServiceCommand.main(Service.class).start()) {
      URI health = healthOf(service);
      service.freeze();
      assertThatThrownBy(() -> service.awaitHealthy(health, Duration.ofMillis(200)))
          .isInstanceOf(AssertionError.class);
      service.thaw();
      service.awaitHealthy(health, LONG);
    }
  }

  @Test
  void showsTheOutputOfAServiceThatExitsEarly() {
    try (ServiceProcess service = ServiceCommand.main(Service.class).arguments("broken").start()) {
      assertThatThrownBy(() -> service.awaitOutput("never", LONG))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("NumberFormatException");
    }
  }

  private static URI healthOf(ServiceProcess service) {
    service.awaitOutput("port ", LONG);
    String line =
        service.output().stream()
            .filter(text -> text.startsWith("port "))
            .findFirst()
            .orElseThrow();
    return URI.create("http://127.0.0.1:" + line.substring("port ".length()) + "/health");
  }

  /** Answers every request with one status, and says good bye. */
  static final class Service {

    private Service() {}

    public static void main(String[] args) throws IOException {
      int status = args.length == 0 ? 200 : Integer.parseInt(args[0]);
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
      server.start();
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> System.out.println(System.getenv("FAREWELL"))));
      System.out.println("port " + server.getAddress().getPort());
    }
  }
}
