package dev.nextflow.gateway.webhooks.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptTest {

  private static final int MOST_LINES = 80;

  @ParameterizedTest
  @MethodSource("scripts")
  void saysWhatItDoesAndWhatItTakesAndReturns(Path script) throws IOException {
    String text = Files.readString(script);

    assertThat(text)
        .startsWith("#!lua flags=allow-oom\n-- ")
        .contains("\n-- KEYS[1] turns", "\n-- ARGV[1] prefix", "\n-- include shared\n");
    assertThat(text).contains("\n-- Returns ");
    assertThat(text.lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
  }

  @Test
  void sharedWordsStandInFrontOfEveryScript() {
    assertThat(Script.load("claim")).startsWith("#!lua").contains("local function line_up");
    assertThatThrownBy(() -> Script.load("no_such")).hasMessageContaining("no_such");
  }

  @Test
  void settlingAsksForTheFenceBeforeItChangesAnything() throws IOException {
    String settle = Files.readString(folder().resolve("settle.lua"));

    assertThat(settle.indexOf("fence ~= ARGV[4]"))
        .isPositive()
        .isLessThan(settle.indexOf("redis.call('Z"))
        .isLessThan(settle.indexOf("redis.call('HSET"));
  }

  static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Path folder() {
    try {
      return Path.of(Script.class.getResource("lua").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
