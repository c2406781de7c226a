package dev.nextflow.local.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenAI's clients for Python and Node, each running the stories in {@code src/test/clients}. They
 * are installed by {@code .ci/run}, which then names their folder; elsewhere nobody has to have
 * them.
 */
@ExtendWith(SharedPlatform.class)
@EnabledIfEnvironmentVariable(named = "NEXTFLOW_CLIENTS", matches = ".+")
class ScriptedClientsIT {

  private static final Path CLIENTS = Path.of(String.valueOf(System.getenv("NEXTFLOW_CLIENTS")));
  private static final Path STORIES =
      Path.of(System.getProperty("nextflow.root"), "local/src/test/clients");

  @TempDir Path folder;

  @Test
  void python(URI platform) throws Exception {
    String output =
        run(
            platform,
            List.of(
                CLIENTS.resolve("python/bin/python").toString(),
                STORIES.resolve("python/stories.py").toString(),
                "-v"));
    assertThat(output).contains("Ran 14 tests", "OK").doesNotContain("skipped");
  }

  @Test
  void node(URI platform) throws Exception {
    // A module is looked for beside the script that imports it.
    Path script = CLIENTS.resolve("node/stories.mjs");
    Files.deleteIfExists(script);
    Files.copy(STORIES.resolve("node/stories.mjs"), script);

    String output = run(platform, List.of("node", "--test", script.toString()));

    assertThat(output).contains("pass 13", "fail 0", "skipped 0");
  }

  private String run(URI platform, List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    ProcessBuilder client = new ProcessBuilder(command).redirectErrorStream(true);
    client
        .environment()
        .putAll(Map.of("OPENAI_BASE_URL", platform + "/v1", "OPENAI_API_KEY", "anything"));
    int code = client.redirectOutput(output.toFile()).start().waitFor();
    String told = Files.readString(output);
    assertThat(code).as(told).isZero();
    return told;
  }
}
