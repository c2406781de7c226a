package dev.nextflow.local.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.nextflow.local.documents.Terminal.Ended;
import dev.nextflow.local.platform.LocalPlatform;
import dev.nextflow.local.state.LocalFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The shell examples of the reference are taken by the platform that it describes. */
class ReferenceIT {

  private static final Path ROOT = Path.of(System.getProperty("nextflow.root"));

  /** Webhooks come last: a job would be told to the endpoint that the page registers. */
  private static final List<String> PAGES = List.of("README.md", "openai.md", "webhooks.md");

  /** Chapters whose {@code $ID} is of a job that rests; elsewhere it has succeeded. */
  private static final Set<String> OF_DRAFTS = Set.of("Cancel", "Draft, and go on");

  @TempDir private static Path folder;

  private static LocalPlatform platform;
  private static Terminal terminal;

  @BeforeAll
  static void start() throws Exception {
    Path demo = Path.of(System.getProperty("nextflow.bundles"), "demo");
    platform = LocalPlatform.start(new LocalFolder(folder.resolve("state")), demo, 0);
    Path home = Files.createDirectory(folder.resolve("terminal"));
    terminal = new Terminal(home, home, Map.of());
  }

  @AfterAll
  static void stop() {
    terminal.close();
    platform.close();
  }

  @TestFactory
  Stream<DynamicContainer> everyExampleIsTaken() {
    return PAGES.stream().map(page -> dynamicContainer(page, examples(page)));
  }

  private static Stream<DynamicTest> examples(String page) {
    try {
      List<CodeBlock> examples =
          CodeBlock.of(ROOT.resolve("docs/api", page)).stream()
              .filter(block -> block.language().equals("sh"))
              .toList();
      assertThat(examples).as("examples in %s", page).isNotEmpty();
      return examples.stream().map(block -> dynamicTest(block.toString(), () -> take(block)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void take(CodeBlock block) throws Exception {
    Tools.assumeThere(block.text());
    if (block.text().contains("$ID")) {
      String stop = OF_DRAFTS.contains(block.heading()) ? ", \"stop_after\": 2" : "";
      run(
          """
          ID=$(curl localhost:8080/v1/generations -H 'Content-Type: application/json' -H 'Prefer: wait=60' \\
                    -d '{"prompt": "a red circle"%s}' | grep -o 'gen-[a-z0-9-]*' | head -n 1)
          """
              .formatted(stop));
    }
    if (block.text().contains("$ENDPOINT")) {
      run(
          """
          ENDPOINT=$(curl localhost:8080/v1/webhook-endpoints -H 'Content-Type: application/json' \\
                          -d "{\\"url\\": \\"https://nobody.invalid/$RANDOM\\"}" | grep -o 'we_[0-9a-f]*')
          """);
    }
    run(block.text());
  }

  private static void run(String command) throws Exception {
    Ended ended =
        terminal.run(command.replace("localhost:8080", platform.address().getAuthority()));
    assertThat(ended.status()).as("%s\n%s%s", command, ended.out(), ended.err()).isZero();
  }
}
