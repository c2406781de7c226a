package dev.nextflow.jobs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nextflow.jobs.Priority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptSourceTest {

  private static final int MOST_LINES = 80;

  @Test
  void putsFragmentsInWhereTheyAreNamed() {
    String renew = ScriptSource.load("renew");

    assertThat(renew).startsWith("#!lua");
    assertThat(renew).doesNotContain("-- include");
    assertThat(renew.indexOf("local function job_named"))
        .isPositive()
        .isLessThan(renew.indexOf("local function holds"));
    assertThat(renew.indexOf("local function holds"))
        .isLessThan(renew.indexOf("if not holds(job, ARGV[3])"));
  }

  @Test
  void refusesAScriptThatIsNotThere() {
    assertThatThrownBy(() -> ScriptSource.load("no-such"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such.lua");
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void saysWhatItDoesAndWhatItTakesAndReturns(Path script) throws IOException {
    String text = Files.readString(script);

    assertThat(text).startsWith("#!lua");
    assertThat(text).contains("\n-- KEYS[1..2] leases, deadlines", "\n-- ARGV[1]", "\n-- Returns ");
    assertThat(text.lines()).hasSizeLessThanOrEqualTo(MOST_LINES);
    assertThat(ScriptSource.load(nameOf(script))).doesNotContain("-- include");
  }

  @Test
  void saysOfATenantsScriptTooWhatItTakesAndReturns() {
    assertThat(ScriptSource.load("tenants/claim"))
        .startsWith("#!lua")
        .contains("\n-- KEYS[1] claim", "\n-- ARGV[1]", "\n-- Returns ")
        .doesNotContain("deadlines");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "set", "sorted_set"})
  void saysOfALookTooWhatItTakesAndReturns(String name) {
    assertThat(ScriptSource.load("whole/" + name))
        .startsWith("#!lua flags=no-writes")
        .contains("\n-- KEYS[1] ", "\n-- Returns ");
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void asksForTheFenceBeforeItChangesAnything(Path script) throws IOException {
    String text = Files.readString(script);
    if (text.contains("ARGV[3] fence")) {
      String body = text.substring(text.indexOf("local job"));
      assertThat(body.indexOf("if not holds(job, ARGV[3])"))
          .isPositive()
          .isLessThan(body.indexOf("redis.call("));
    }
  }

  @Test
  void knowsThePrioritiesInTheirOrder() {
    String names =
        Arrays.stream(Priority.values())
            .map(priority -> "'" + priority.wireName() + "'")
            .collect(Collectors.joining(", "));
    assertThat(ScriptSource.load("reserve")).contains("local priorities = {" + names + "}");
  }

  static List<Path> scripts() {
    try (Stream<Path> files = Files.list(Path.of(ScriptSource.class.getResource("lua").toURI()))) {
      return files.filter(file -> file.toString().endsWith(".lua")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String nameOf(Path script) {
    return script.getFileName().toString().replace(".lua", "");
  }
}
