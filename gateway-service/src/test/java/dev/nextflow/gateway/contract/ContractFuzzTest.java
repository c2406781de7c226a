package dev.nextflow.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.jobs.QueueNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Schemathesis makes requests out of the document, right ones and wrong ones, and holds the answers
 * against it. It is installed by {@code .ci/run}, which then names its folder; elsewhere nobody has
 * to have it.
 */
@TestPropertySource(
    properties = {
      "nextflow.webhooks.lax=true",
      "nextflow.webhooks.allowed-networks=127.0.0.0/8",
      "nextflow.webhooks.look-every=50ms",
      "nextflow.gateway.streams-per-tenant=64",
      "nextflow.gateway.openai.max-wait=2s"
    })
@EnabledIfEnvironmentVariable(named = "NEXTFLOW_FUZZ", matches = ".+")
class ContractFuzzTest extends GatewayTest {

  private static final Path FUZZ = Path.of(String.valueOf(System.getenv("NEXTFLOW_FUZZ")));

  /** Of how long it goes on making requests up, beside those that it always makes. */
  private static final String MAX_SECONDS = "60";

  @TempDir Path folder;

  @Test
  @Timeout(600)
  void noRequestGetsAnAnswerThatIsNotWritten() throws Exception {
    Path output = folder.resolve("output.txt");
    ProcessBuilder fuzzer =
        new ProcessBuilder(
                FUZZ.resolve("bin/schemathesis").toString(),
                "run",
                Path.of("../docs/api/openapi.yaml").toAbsolutePath().toString(),
                "--url=http://127.0.0.1:" + port,
                "--checks=not_a_server_error,status_code_conformance,content_type_conformance,"
                    + "response_headers_conformance,response_schema_conformance",
                "--max-time=" + MAX_SECONDS,
                "--max-examples=20",
                "--seed=7",
                "--generation-database=none",
                "--suppress-health-check=all",
                "--request-timeout=20",
                // CPython 3.11 counts the depth of syntax trees over all threads, and falls over
                // it: python/cpython#106905.
                "--workers=1",
                "--warnings=off",
                "--no-color")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    fuzzer.environment().put("NEXTFLOW_FUZZ_IDS", JsonMapper.shared().writeValueAsString(ids()));
    fuzzer
        .environment()
        .put("SCHEMATHESIS_HOOKS", Path.of("src/test/fuzz/hooks.py").toAbsolutePath().toString());

    int code;
    try (Workers workers = new Workers(queue)) {
      workers.draw(QueueNames.generation(TokenizerServer.MODEL, tokenizer.digest()));
      workers.write(QueueNames.understanding(TokenizerServer.MODEL, tokenizer.digest()));
      workers.compose(QueueNames.composition(TokenizerServer.MODEL, tokenizer.digest()));
      code = finished(fuzzer.start());
    }

    String told = Files.readString(output);
    assertThat(code).as(told).isZero();
    assertThat(told).contains("Operations:");
  }

  private static int finished(Process fuzzer) throws InterruptedException {
    try {
      return fuzzer.waitFor(500, TimeUnit.SECONDS) ? fuzzer.exitValue() : -1;
    } finally {
      fuzzer.destroyForcibly();
    }
  }

  /** What there is, by the names of variables; the job has ended, so that its events end, too. */
  private Map<String, String> ids() {
    JsonNode tenant = api.post("/v1/admin/tenants", "{\"name\": \"fuzzed\"}").json();
    String name = tenant.get("name").stringValue();
    String key =
        api.post("/v1/admin/keys", "{\"tenant\": \"%s\", \"name\": \"n\"}".formatted(name))
            .json()
            .get("id")
            .stringValue();
    Possessions own = Possessions.of(api, queue, name, key);
    api.post("/v1/jobs/" + own.of("job") + "/cancel", "");
    return Map.of(
        "id", own.of("job"),
        "batch", own.of("batch"),
        "endpoint", own.of("endpoint"),
        "delivery", own.of("delivery"),
        "tenant", name,
        "key", key,
        "name", TokenizerServer.MODEL);
  }
}
