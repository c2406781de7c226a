package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JsonObject;
import dev.nextflow.testing.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the services write to standard output, as they do in containers, and more of it. */
class LogsIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String CANARY = "canary-of-a-tenant";
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

  private static HookReceiver hook;
  private static SeparateServices services;
  private static Api api;
  private static ServiceProcess generation;
  private static ServiceProcess understanding;

  @BeforeAll
  static void start(@TempDir Path redis) throws Exception {
    hook = new HookReceiver();
    services =
        new SeparateServices(
            redis,
            "--logging.structured.format.console=ecs",
            "--logging.level.dev.nextflow=DEBUG",
            "--nextflow.jobs.lease=3s",
            "--nextflow.jobs.renew-every=1s",
            "--nextflow.webhooks.lax=true",
            "--nextflow.webhooks.allowed-networks=127.0.0.0/8");
    api = new Api(services.address());
    generation = services.startWorker();
    understanding = services.startUnderstandingWorker();
  }

  @AfterAll
  static void stop() {
    generation.close();
    understanding.close();
    api.close();
    services.close();
    hook.close();
  }

  @Test
  void linesAreObjectsWithIdsAndHoldNothingThatATenantWrote() throws Exception {
    String secret = added(hook.url() + "/" + CANARY + "?token=" + CANARY);
    JsonObject picture = Api.accepted(send("/v1/generations", "\"size\": \"64x64\""));
    JsonObject text = Api.accepted(send("/v1/understandings", "\"max_tokens\": 8"));
    String image =
        "\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\","
            + " \"image_url\": {\"url\": \"%s/%s?%s\"}}]}]".formatted(hook.url(), CANARY, CANARY);
    assertThat(send("/v1/chat/completions", "\"model\": \"tiny\", " + image).status())
        .isBetween(400, 499);
    api.succeeded(picture);
    api.succeeded(text);
    hook.next();
    hook.next();
    generation.awaitOutput(picture.text("id"), LONG);
    understanding.awaitOutput(text.text("id"), LONG);

    JsonObject ended = line(generation, picture.text("id"));
    assertThat(ended.text("message")).contains("succeeded");
    assertThat(ended.text("tenant")).isEqualTo("local");
    assertThat(ended.text("attempt")).isEqualTo("1");
    assertThat(ended.text("traceId")).isEqualTo(TRACE_ID);
    assertThat(line(understanding, text.text("id")).text("traceId")).isEqualTo(TRACE_ID);
    services.killTokenizer();
    assertThat(send("/v1/generations", "\"size\": \"64x64\"").status()).isEqualTo(503);
    assertThat(services.output())
        .anyMatch(line -> line.contains("a part is away") && line.contains(TRACE_ID));

    List<String> lines = everything();
    assertThat(lines).allSatisfy(line -> JsonObject.parse(line));
    assertThat(lines)
        .noneMatch(line -> line.contains(CANARY))
        .noneMatch(line -> line.contains(secret))
        .noneMatch(line -> line.contains(secret.replace("whsec_", "")));
  }

  private static List<String> everything() {
    return Stream.of(services.output(), generation.output(), understanding.output())
        .flatMap(List::stream)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** The line that a worker has written of the job. */
  private static JsonObject line(ServiceProcess worker, String job) {
    return worker.output().stream()
        .filter(line -> line.contains("\"job\":\"" + job))
        .map(JsonObject::parse)
        .findFirst()
        .orElseThrow(() -> new AssertionError(String.join("\n", worker.output())));
  }

  /** The secret of a new endpoint. */
  private static String added(String url) throws Exception {
    Api.Answer added = api.post("/v1/webhook-endpoints", "{\"url\": \"%s\"}".formatted(url));
    assertThat(added.status()).isEqualTo(201);
    return added.json().text("secret");
  }

  private static Api.Answer send(String path, String fields) throws Exception {
    String prompt = fields.contains("messages") ? "" : "\"prompt\": \"%s\", ".formatted(CANARY);
    return api.post(
        path,
        "{" + prompt + fields + "}",
        "traceparent",
        "00-" + TRACE_ID + "-b7ad6b7169203331-01",
        "Authorization",
        "Bearer " + CANARY);
  }
}
