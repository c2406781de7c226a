package dev.nextflow.engine.bundle;

import dev.nextflow.sequences.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds a folder against the list of its files. */
final class FileList {

  private final Path folder;
  private final Map<String, Manifest.ListedFile> files;

  FileList(Path folder, Map<String, Manifest.ListedFile> files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * @throws BundleRefused if the folder holds anything but the listed files with the listed bytes
   */
  void check() throws IOException {
    files.keySet().forEach(FileList::checkName);
    Set<String> found = found();
    for (Map.Entry<String, Manifest.ListedFile> listed : files.entrySet()) {
      if (!found.remove(listed.getKey())) {
        throw new BundleRefused("missing file: " + listed.getKey());
      }
      checkContent(listed.getKey(), listed.getValue());
    }
    if (!found.isEmpty()) {
      throw new BundleRefused("file that bundle.json does not list: " + found.iterator().next());
    }
  }

  private static void checkName(String name) {
    boolean inside =
        Arrays.stream(name.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    // Backslashes and colons would leave the folder on Windows.
    if (!inside || name.contains("\\") || name.contains(":") || name.indexOf('\0') >= 0) {
      throw new BundleRefused("path outside of the bundle: " + name);
    }
  }

  private Set<String> found() throws IOException {
    Set<String> found = new TreeSet<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            if (!attributes.isRegularFile()) {
              throw new BundleRefused("link or special file: " + name);
            }
            found.add(name);
            return FileVisitResult.CONTINUE;
          }
        });
    found.remove(Manifest.FILE_NAME);
    return found;
  }

  private void checkContent(String name, Manifest.ListedFile listed) throws IOException {
    Path file = folder.resolve(name);
    long bytes = Files.size(file);
    if (bytes != listed.bytes()) {
      throw new BundleRefused(name + " has " + bytes + " bytes, not " + listed.bytes());
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!new Sha256().addAll(in).hex().equals(listed.sha256())) {
        throw new BundleRefused(name + " does not have the hash that bundle.json lists");
      }
    }
  }
}
