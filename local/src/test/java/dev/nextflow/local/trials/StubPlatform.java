package dev.nextflow.local.trials;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.redisserver.EmbeddedRedis;
import dev.nextflow.redisserver.RedisServerOptions;
import dev.nextflow.testing.ServiceCommand;
import dev.nextflow.testing.ServiceProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.FileSystemUtils;

/**
 * The platform with a stub for the engine, for {@code trials/GatewayLoad.java}: Redis, the
 * tokenizer-service and the gateway as operators run them, and {@link StubWorkers} in this process.
 * Arguments: root of the repository, bundle, number of workers, the gateway's admin key. Prints a
 * line {@code process <name> <id>} for each process, then {@code ready <url of the gateway>}; lives
 * until its standard input ends, so never longer than the trial.
 */
final class StubPlatform {

  /** Where many processes start at once on few cores. */
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private StubPlatform() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    Path bundle = Path.of(args[1]).toAbsolutePath();
    Path redisData = Files.createTempDirectory("nextflow-trial-");
    URI tokenizerUrl = freeAddress();
    URI gatewayUrl = freeAddress();
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisServerOptions.anyPort(redisData));
        ServiceProcess tokenizer =
            service(root, "tokenizer-service", tokenizerUrl, "--nextflow.bundle=" + bundle)
                .start();
        ServiceProcess gateway = gateway(root, gatewayUrl, tokenizerUrl, redis, args[3]).start()) {
      StubWorkers.start(redis.port(), Bundle.load(bundle), Integer.parseInt(args[2]));
      tokenizer.awaitHealthy(tokenizerUrl.resolve("/actuator/health"), START_LIMIT);
      gateway.awaitOutput("Started ", START_LIMIT);
      System.out.println("process gateway " + gateway.pid());
      System.out.println("process tokenizer " + tokenizer.pid());
      System.out.println("process redis " + redis.pid());
      System.out.println("process workers " + ProcessHandle.current().pid());
      System.out.println("ready " + gatewayUrl);
      System.in.transferTo(OutputStream.nullOutputStream());
    } finally {
      FileSystemUtils.deleteRecursively(redisData);
    }
  }

  private static ServiceCommand gateway(
      Path root, URI url, URI tokenizerUrl, EmbeddedRedis redis, String adminKey) {
    return service(root, "gateway-service", url)
        .environment("NEXTFLOW_GATEWAY_ACCESS_ADMINKEY", adminKey)
        .arguments(
            "--management.server.port=-1",
            "--spring.data.redis.url=" + redis.url(),
            "--nextflow.gateway.tokenizer-url=" + tokenizerUrl,
            // Long, so that a slow answer counts as slow, and not as a part that is away.
            "--nextflow.gateway.tokenizer-timeout=60s",
            "--nextflow.jobs.answer-timeout=60s",
            "--spring.data.redis.timeout=60s",
            "--spring.data.redis.connect-timeout=60s");
  }

  /** From its executable jar, as {@code ./mvnw package} leaves it. */
  private static ServiceCommand service(Path root, String name, URI url, String... arguments) {
    Path jar = root.resolve(name).resolve("target").resolve(name + "-0.1.0-SNAPSHOT-boot.jar");
    return ServiceCommand.jar(jar)
        .jvmArguments("-Xmx512m")
        .arguments("--server.port=" + url.getPort())
        .arguments(arguments);
  }

  private static URI freeAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }
}
