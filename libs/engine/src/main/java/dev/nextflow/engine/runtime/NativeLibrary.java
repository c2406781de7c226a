package dev.nextflow.engine.runtime;

import dev.nextflow.engine.EngineException;
import dev.nextflow.sequences.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the native library: the file or folder that {@value #PATH_PROPERTY} names, else the one in
 * ONNX Runtime's jar, unpacked once into a cache folder that is named after its content.
 */
final class NativeLibrary {

  /**
   * System property: a library, or a folder with one. Needed for CUDA, whose library has
   * companions.
   */
  static final String PATH_PROPERTY = "nextflow.onnxruntime.path";

  private NativeLibrary() {}

  /** The library to load; on return the file is there. */
  static Path find() {
    @Nullable String configured = System.getProperty(PATH_PROPERTY);
    return configured == null ? unpacked(cacheFolder()) : configured(Path.of(configured));
  }

  static Path configured(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(fileName()) : path;
    if (!Files.isRegularFile(file)) {
      throw new EngineException("NO_LIBRARY", PATH_PROPERTY + " names no library: " + file);
    }
    return file.toAbsolutePath();
  }

  /** Unpacks into {@code cache} unless the same bytes are there already. Safe between processes. */
  static Path unpacked(Path cache) {
    String resource = "/ai/onnxruntime/native/" + platform() + "/" + fileName();
    try (InputStream expected = resource(resource)) {
      String hash = new Sha256().addAll(expected).hex();
      Path folder = cache.resolve("onnxruntime-" + hash.substring(0, 16));
      Path library = folder.resolve(fileName());
      if (!holds(library, hash)) {
        Files.createDirectories(folder);
        Path incoming = Files.createTempFile(folder, "unpacking", ".tmp");
        try (InputStream in = resource(resource)) {
          Files.copy(in, incoming, StandardCopyOption.REPLACE_EXISTING);
        }
        // A process that starts beside this one sees the whole library or none.
        Files.move(incoming, library, StandardCopyOption.ATOMIC_MOVE);
      }
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + resource + " into " + cache, e);
    }
  }

  private static InputStream resource(String name) {
    @Nullable InputStream in = NativeLibrary.class.getResourceAsStream(name);
    if (in == null) {
      throw new EngineException(
          "NO_LIBRARY",
          "no ONNX Runtime for this platform on the class path ("
              + name
              + "); name one with -D"
              + PATH_PROPERTY);
    }
    return in;
  }

  private static boolean holds(Path library, String hash) throws IOException {
    if (!Files.isRegularFile(library)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(library)) {
      return new Sha256().addAll(in).hex().equals(hash);
    }
  }

  private static Path cacheFolder() {
    @Nullable String xdg = System.getenv("XDG_CACHE_HOME");
    Path cache =
        xdg != null && !xdg.isBlank()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    Path own = cache.resolve("nextflow");
    try {
      Files.createDirectories(own);
      if (Files.isWritable(own)) {
        return own;
      }
    } catch (IOException e) {
      // No home to write to, as in most containers.
    }
    // A shared folder: named after the user, so that nobody else's library is ever taken for ours.
    return Path.of(
        System.getProperty("java.io.tmpdir"), "nextflow-" + System.getProperty("user.name"));
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux";
    String processor = System.getProperty("os.arch");
    return system
        + "-"
        + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
  }

  private static String fileName() {
    return System.mapLibraryName("onnxruntime");
  }
}
