package dev.nextflow.local.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The bundles of the repository. */
final class TestBundles {

  private TestBundles() {}

  /** Random weights, five levels up to 3,684 codes: everything but beautiful pictures. */
  static Path tiny() {
    return Path.of(System.getProperty("nextflow.bundles"), "tiny");
  }

  /** A copy of the tiny bundle that a test may damage. */
  static Path copyOfTiny(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(tiny())) {
      files.forEach(file -> copy(file, folder.resolve(tiny().relativize(file).toString())));
    }
    return folder;
  }

  private static void copy(Path from, Path to) {
    try {
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
      } else {
        Files.copy(from, to);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
