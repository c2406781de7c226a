package dev.nextflow.local.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents speak of what is there: classes, scripts and files by their names. */
class DocumentsTest {

  private static final Path ROOT = Path.of(System.getProperty("nextflow.root"));

  /** A class name in code face: upper and lower case letters, not all upper case. */
  private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)`");

  private static final Pattern SCRIPT = Pattern.compile("`([a-z_]+\\.lua)`");

  /** A link to a file of the repository; pictures are shown by people who look. */
  private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]+\\]\\(([^):]+)\\)");

  static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> top = Files.list(ROOT)) {
      return Stream.concat(docs, top).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  /** The other documents speak of headers and operators in code face, too. */
  static List<Path> chapters() throws IOException {
    try (Stream<Path> chapters = Files.list(ROOT.resolve("docs/architecture"))) {
      return chapters.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void nameOnlyClassesThatExist(Path document) throws IOException {
    Set<String> classes = names(".java");
    assertThat(found(CLASS, document)).allMatch(classes::contains);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void nameOnlyScriptsThatExist(Path document) throws IOException {
    Set<String> scripts = names(".lua");
    assertThat(found(SCRIPT, document))
        .map(script -> script.replace(".lua", ""))
        .allMatch(scripts::contains);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linkOnlyToFilesThatExist(Path document) throws IOException {
    assertThat(found(LINK, document))
        .map(link -> document.resolveSibling(link.replaceAll("#.*", "")))
        .allMatch(Files::exists);
  }

  @Test
  void theJourneyNamesEnoughToBeFollowed() throws IOException {
    Path journey = ROOT.resolve("docs/architecture/01-the-journey-of-one-picture.md");
    assertThat(found(CLASS, journey)).hasSizeGreaterThan(20);
    assertThat(found(SCRIPT, journey)).hasSizeGreaterThan(4);
  }

  private static List<String> found(Pattern pattern, Path document) throws IOException {
    return pattern
        .matcher(Files.readString(document))
        .results()
        .map((MatchResult match) -> match.group(1))
        .distinct()
        .toList();
  }

  /** Names, without the ending, of all source files with it. */
  private static Set<String> names(String ending) throws IOException {
    try (Stream<Path> rooms = Stream.concat(Files.list(ROOT), Files.list(ROOT.resolve("libs")))) {
      return rooms
          .map(room -> room.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(DocumentsTest::walk)
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .map(name -> name.substring(0, name.length() - ending.length()))
          .collect(Collectors.toSet());
    }
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
