package platform;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A Redis that writes before it answers, as the platform asks for it; out of the built jars. */
public final class Redis implements AutoCloseable {

  private final Running process;
  private final Path data;
  private final int port;

  private Redis(Running process, Path data, int port) {
    this.process = process;
    this.data = data;
    this.port = port;
  }

  /** Starts one in a folder, and waits until it answers. */
  public static Redis start(Path folder) throws IOException {
    Path program = unpacked(folder);
    Path data = Files.createDirectory(folder.resolve("redis-data"));
    int port = Ports.free();
    String[] words =
        "--bind 127.0.0.1 --appendonly yes --appendfsync always --save  --maxmemory-policy noeviction"
            .split(" ", -1);
    List<String> command =
        Stream.concat(
                Stream.of(program.toString(), "--port", "" + port, "--dir", data.toString()),
                Stream.of(words))
            .toList();
    Running process = Running.start("redis", command, folder.resolve("redis.log"));
    process.awaitOutput("Ready to accept connections");
    return new Redis(process, data, port);
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  public Running process() {
    return process;
  }

  /** What it holds, in bytes, without what it needs to hold it. */
  public long datasetBytes() throws IOException {
    Matcher bytes = Pattern.compile("used_memory_dataset:(\\d+)").matcher(ask("INFO memory"));
    if (!bytes.find()) {
      throw new IOException("Redis does not tell its memory");
    }
    return Long.parseLong(bytes.group(1));
  }

  /** What its append-only files take on disk, in bytes. */
  public long fileBytes() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** One command; its answer must be one bulk string. */
  private String ask(String command) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        head.append((char) next);
      }
      int length = Integer.parseInt(head.substring(1).strip());
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
  }

  private static Path unpacked(Path folder) throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String cpu = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    String ending = (system.contains("mac") ? "darwin-" : "linux-") + cpu;
    try (Stream<Path> libraries = Files.list(Path.of("local/target/lib"))) {
      Path jar =
          libraries
              .filter(file -> file.getFileName().toString().startsWith("embedded-redis-"))
              .findFirst()
              .orElseThrow(() -> new IOException("no Redis here; is the platform built?"));
      try (ZipFile archive = new ZipFile(jar.toFile())) {
        ZipEntry server =
            archive.stream()
                .filter(entry -> entry.getName().startsWith("redis-server"))
                .filter(entry -> entry.getName().endsWith(ending))
                .findFirst()
                .orElseThrow();
        Path program = folder.resolve("redis-server");
        Files.copy(archive.getInputStream(server), program);
        program.toFile().setExecutable(true);
        return program;
      }
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
