package dev.nextflow.local.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SizingTablesTest {

  private static final Path DOCS = Path.of(System.getProperty("nextflow.root"), "docs");

  /** After new figures, the message of this failure has the tables to put into the page. */
  @Test
  void thePageForOperatorsHasTheFiguresOfTheEvidence() throws IOException {
    String page = Files.readString(DOCS.resolve("operations/kubernetes.md"));

    assertThat(page)
        .contains(SizingTables.of(evidence("sizing.json"), evidence("gateway-load.json")));
  }

  private static JsonNode evidence(String file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(DOCS.resolve("evidence").resolve(file)));
  }
}
