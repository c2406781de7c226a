package dev.nextflow.local.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The trial of that name in short: one process of each kind is restarted under a light load. */
class RollingRestartIT {

  private static final Path ROOT = Path.of(System.getProperty("nextflow.root"));

  @Test
  void nobodyNoticesARestartOfOneProcessOfEachKind(@TempDir Path folder) throws Exception {
    Path evidence = folder.resolve("evidence.json");
    int status =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "trials/RollingRestart.java",
                "--bundle",
                "bundles/tiny",
                "--size",
                "128x128",
                "--of-each",
                "1",
                "--callers",
                "3",
                "--out",
                evidence.toString())
            .directory(ROOT.toFile())
            .inheritIO()
            .start()
            .waitFor();

    assertThat(status).isZero();
    assertThat(value(evidence, "processes restarted")).isEqualTo(4);
    for (String nothing :
        List.of(
            "requests that failed, repeats included",
            "jobs that did not succeed",
            "jobs with other tokens than undisturbed")) {
      assertThat(value(evidence, nothing)).as(nothing).isZero();
    }
  }

  private static double value(Path evidence, String name) throws IOException {
    for (JsonNode row : JsonMapper.shared().readTree(Files.readString(evidence)).get("rows")) {
      if (row.get("name").stringValue().equals(name)) {
        assertThat(row.get("n").intValue()).as("measured: " + name).isPositive();
        return row.get("value").doubleValue();
      }
    }
    throw new AssertionError("no " + name + " in " + evidence);
  }
}
