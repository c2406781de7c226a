package dev.nextflow.redisserver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM that does nothing but hold a server, to be stopped or killed. */
final class RedisMain {

  private RedisMain() {}

  public static void main(String[] args) throws InterruptedException {
    EmbeddedRedis redis = EmbeddedRedis.start(RedisServerOptions.anyPort(Path.of(args[0])));
    System.out.println("pid " + redis.pid());
    new CountDownLatch(1).await();
  }

  static Process startJvm(Path dataDir) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            RedisMain.class.getName(),
            dataDir.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  static long pidOfRedis(Process jvm) throws IOException {
    String line = jvm.inputReader().readLine();
    return Long.parseLong(line.substring("pid ".length()));
  }
}
