package dev.nextflow.gateway.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.sequences.problems.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documentation's table of problems is the catalogue. */
class CatalogueTest {

  private static final Path PAGE = Path.of("../docs/api/README.md");

  @Test
  void theTableOfProblemsIsTheCatalogue() throws IOException {
    List<String> documented =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.matches("\\| `[a-z0-9-]+` \\| \\d{3} \\|.*"))
            .toList();

    assertThat(documented)
        .containsExactlyElementsOf(
            Arrays.stream(ProblemType.values()).map(CatalogueTest::row).toList());
  }

  private static String row(ProblemType type) {
    return "| `%s` | %d | %s | %s |"
        .formatted(type.code(), type.status(), type.retry() ? "yes" : "no", type.title());
  }
}
