package dev.nextflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A script is a contract: its head says what it takes and what it returns. */
class ScriptHeadsTest {

  static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
      List<Path> scripts =
          files
              .filter(file -> file.toString().endsWith(".lua"))
              .filter(file -> !file.getParent().endsWith("includes"))
              .toList();
      assertThat(scripts).hasSizeGreaterThan(5);
      return scripts;
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void everyScriptHasAHeadAndIsShort(Path script) throws IOException {
    List<String> lines = Files.readAllLines(script);
    List<String> head = lines.stream().skip(1).takeWhile(line -> line.startsWith("--")).toList();

    assertThat(lines.getFirst()).startsWith("#!lua");
    assertThat(head).anyMatch(line -> line.startsWith("-- KEYS[1"));
    assertThat(head).anyMatch(line -> line.startsWith("-- Returns "));
    assertThat(lines).hasSizeLessThanOrEqualTo(80);
  }
}
