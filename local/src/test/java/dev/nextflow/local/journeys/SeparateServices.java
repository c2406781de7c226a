package dev.nextflow.local.journeys;

import dev.nextflow.redisserver.EmbeddedRedis;
import dev.nextflow.redisserver.RedisServerOptions;
import dev.nextflow.testing.ServiceCommand;
import dev.nextflow.testing.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The platform as an operator runs it: each service and Redis in a process of its own. */
final class SeparateServices implements AutoCloseable {

  private final EmbeddedRedis redis;
  private final int tokenizerPort = freePort();
  private final int gatewayPort = freePort();
  private final int operatorsPort = freePort();
  private final ServiceProcess tokenizer;
  private ServiceProcess gateway;
  private final String[] settings;

  /**
   * Starts Redis, the tokenizer-service and the gateway; workers are up to the test.
   *
   * @param settings of every service, such as {@code --nextflow.jobs.lease=2s}
   */
  SeparateServices(Path redisData, String... settings) throws IOException {
    this.settings = settings.clone();
    redis = EmbeddedRedis.start(RedisServerOptions.anyPort(redisData));
    tokenizer = service("tokenizer-service", "--server.port=" + tokenizerPort).start();
    gateway = gateway().start();
    tokenizer.awaitHealthy(health(tokenizerPort), Api.LIMIT);
    gateway.awaitHealthy(address().resolve("/v1/models"), Api.LIMIT);
  }

  private ServiceCommand gateway() {
    return service(
        "gateway-service",
        "--server.port=" + gatewayPort,
        "--management.server.port=" + operatorsPort,
        "--nextflow.gateway.access.mode=open",
        "--nextflow.gateway.tokenizer-url=http://127.0.0.1:" + tokenizerPort);
  }

  /** SIGTERM to the gateway; returns its exit status once it is gone. */
  int stopGateway() {
    return gateway.stop();
  }

  /** Another gateway where the one before was. */
  void startGateway() {
    gateway = gateway().start();
    gateway.awaitHealthy(address().resolve("/v1/models"), Api.LIMIT);
  }

  /** What a balancer asks before it sends anybody to the gateway. */
  URI gatewayReadiness() {
    return URI.create("http://127.0.0.1:" + operatorsPort + "/actuator/health/readiness");
  }

  /** Where the public API answers. */
  URI address() {
    return URI.create("http://127.0.0.1:" + gatewayPort);
  }

  EmbeddedRedis redis() {
    return redis;
  }

  /** A generation worker that is ready to take jobs. */
  ServiceProcess startWorker() throws IOException {
    return startWorker("generation-service");
  }

  /** An understanding worker that is ready to take jobs. */
  ServiceProcess startUnderstandingWorker() throws IOException {
    return startWorker("understanding-service");
  }

  /** A worker that is ready to take jobs, with settings of its own. */
  ServiceProcess startWorker(String name, String... settings) throws IOException {
    int port = freePort();
    ServiceProcess worker = service(name, settings).arguments("--server.port=" + port).start();
    worker.awaitHealthy(health(port), Api.LIMIT);
    return worker;
  }

  /** The command of a service with this Redis and the tiny bundle. */
  private ServiceCommand service(String name, String... arguments) {
    return ServiceCommand.jar(bootJar(name))
        .jvmArguments("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m")
        .arguments(
            "--nextflow.bundle=" + TestBundles.tiny(), "--spring.data.redis.url=" + redis.url())
        .arguments(settings)
        .arguments(arguments);
  }

  /** Takes the tokenizer-service away. */
  void killTokenizer() {
    tokenizer.kill();
  }

  /** What the tokenizer-service and the gateway have written so far. */
  List<String> output() {
    return Stream.of(tokenizer, gateway).flatMap(service -> service.output().stream()).toList();
  }

  /** The executable jar of a service, as {@code ./mvnw package} leaves it. */
  static Path bootJar(String service) {
    return Path.of(
        System.getProperty("nextflow.root"),
        service,
        "target",
        service + "-0.1.0-SNAPSHOT-boot.jar");
  }

  @Override
  public void close() {
    gateway.close();
    tokenizer.close();
    redis.close();
  }

  private static URI health(int port) {
    return URI.create("http://127.0.0.1:" + port + "/actuator/health");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
