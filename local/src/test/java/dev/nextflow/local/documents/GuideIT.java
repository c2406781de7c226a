package dev.nextflow.local.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.nextflow.local.documents.Terminal.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows the guide as its reader does: every block is run as it stands there, in its order, in one
 * terminal, and prints what the page shows. Only the port is told to it.
 */
class GuideIT {

  private static final Path ROOT = Path.of(System.getProperty("nextflow.root"));
  private static final Path GUIDE = ROOT.resolve("docs/api/guide.md");

  /** What curl exits with when the answer is a problem, told so by {@link Terminal}. */
  private static final int CURL_WAS_REFUSED = 22;

  @TempDir private static Path folder;

  private static @Nullable ForegroundPlatform platform;
  private static @Nullable Terminal terminal;

  @AfterAll
  static void stopWhatWasStarted() throws Exception {
    if (terminal != null) {
      terminal.close();
    }
    if (platform != null) {
      platform.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyBlockRunsAsItStands() throws IOException {
    return CodeBlock.of(GUIDE).stream()
        .map(block -> dynamicTest(block.toString(), () -> follow(block)));
  }

  @Test
  void everyLanguageOfTheReaderIsSpoken() throws IOException {
    assertThat(CodeBlock.of(GUIDE))
        .hasSizeGreaterThan(15)
        .extracting(CodeBlock::language)
        .contains("sh", "java", "python");
  }

  private static void follow(CodeBlock block) throws Exception {
    switch (block.language()) {
      case "sh" -> {
        if (block.text().contains("./nextflow up")) {
          start(block.text());
        } else {
          run(block, block.text());
        }
      }
      case "java" -> run(block, save(block) + classPathOf(block) + "java " + block.fileName());
      case "python" -> run(block, save(block) + "python3 " + block.fileName());
      case "xml" -> assertThat(System.getProperty("java.class.path")).contains(jarOf(block));
      default -> throw new AssertionError("nobody knows how to run " + block);
    }
  }

  private static void start(String command) throws Exception {
    if (platform != null) {
      platform.close();
    }
    platform = ForegroundPlatform.start(command, folder.resolve("state"));
    if (terminal == null) {
      Path home = Files.createDirectory(folder.resolve("terminal"));
      terminal = new Terminal(home, ROOT, environment());
    }
    terminal.run("export NEXTFLOW_URL=" + platform.address());
  }

  private static Map<String, String> environment() {
    String java = System.getProperty("java.home");
    // Short runs: the quick compiler is enough for them.
    String options = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    String path = java + "/bin:" + System.getenv("PATH");
    return Map.of("PATH", path, "JDK_JAVA_OPTIONS", options);
  }

  private static void run(CodeBlock block, String command) throws Exception {
    Tools.assumeThere(command);
    assertThat(terminal).as("the first block starts the platform").isNotNull();
    Ended ended = terminal.run(command);

    String shown = block.shown() == null ? "" : block.shown();
    int expected = shown.contains("urn:nextflow:problem") ? CURL_WAS_REFUSED : 0;
    assertThat(ended.status()).as("%s\n%s%s", block, ended.out(), ended.err()).isEqualTo(expected);
    assertThat(ShownOutput.trimmed(ended.out()))
        .as(block.toString())
        .matches(ShownOutput.pattern(shown));
  }

  /** Puts the block into a file where the terminal stands. */
  private static String save(CodeBlock block) throws IOException {
    Path file = Files.writeString(folder.resolve(block.fileName()), block.text());
    return "cp '" + file + "' . && ";
  }

  /** What the reader's own build has, this one has too. */
  private static String classPathOf(CodeBlock block) {
    boolean itsOwn = block.text().contains("import com.openai.");
    return itsOwn ? "CLASSPATH='" + System.getProperty("java.class.path") + "' " : "";
  }

  private static String jarOf(CodeBlock dependency) {
    Matcher xml =
        Pattern.compile("<artifactId>(.+)</artifactId>\\s*<version>(.+)</version>")
            .matcher(dependency.text());
    assertThat(xml.find()).isTrue();
    return xml.group(1) + "-" + xml.group(2) + ".jar";
  }
}
