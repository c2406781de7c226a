package dev.nextflow.redisserver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;

/** The server's executable, unpacked beside the data it serves: one folder to keep or delete. */
final class RedisBinary {

  static final String VERSION = "7.0.15";

  private RedisBinary() {}

  /** Unpacks the executable for this machine, unless the very same is there already. */
  static Path unpack(Path dataDir) throws IOException {
    String resource = "/redis-server-" + VERSION + "-" + platform();
    byte[] bytes;
    try (InputStream in = RedisBinary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new RedisServerFailed(
            "no Redis server for " + platform() + "; start one and set spring.data.redis.url");
      }
      bytes = in.readAllBytes();
    }
    Path binary = dataDir.resolve("redis-server-" + VERSION);
    if (Files.isRegularFile(binary) && Arrays.equals(Files.readAllBytes(binary), bytes)) {
      return binary;
    }
    // Moved into place whole, so that a crash in between leaves no half executable.
    Path unpacked = Files.createTempFile(dataDir, "redis-server", ".tmp");
    Files.write(unpacked, bytes);
    Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwx------"));
    return Files.move(
        unpacked, binary, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return (os.startsWith("mac") ? "darwin" : os)
        + "-"
        + switch (arch) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> arch;
        };
  }
}
