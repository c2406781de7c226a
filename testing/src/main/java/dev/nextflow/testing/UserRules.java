package dev.nextflow.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The users of Redis as the chart makes them, with the passwords of tests, and an administrator.
 */
public final class UserRules {

  /** What lies beside {@code users.sh}. */
  public static final Path FOLDER =
      Path.of(System.getProperty("nextflow.bundles", "bundles"))
          .toAbsolutePath()
          .resolveSibling("deploy/helm/nextflow/redis");

  private UserRules() {}

  /** Writes them into a file, as Redis reads it. */
  static void writeTo(Path file) {
    ProcessBuilder script = new ProcessBuilder("sh", FOLDER.resolve("users.sh").toString());
    for (RedisUser user : RedisUser.values()) {
      script.environment().put("REDIS_PASSWORD_" + user.name(), user.password());
    }
    try {
      Process process = script.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String rules = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("users.sh failed");
      }
      String admin = "user admin on >%s ~* &* +@all%n".formatted(RedisUser.ADMIN.password());
      Files.writeString(file, rules + admin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
