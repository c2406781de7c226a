package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import dev.nextflow.local.client.JsonObject;
import dev.nextflow.local.journeys.OtlpReceiver.Received;
import dev.nextflow.local.platform.LocalPlatform;
import dev.nextflow.local.state.LocalFolder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace through all services, as a collector gets it. */
class TracesIT {

  private static final String CANARY = "canary-of-a-tenant";
  private static final String CALLER = "b7ad6b7169203331";

  private static final Map<String, String> SETTINGS = new HashMap<>();

  private static OtlpReceiver collector;
  private static HookReceiver hook;
  private static LocalPlatform platform;
  private static Api api;

  @BeforeAll
  static void start(@TempDir Path home) throws Exception {
    collector = new OtlpReceiver();
    hook = new HookReceiver();
    SETTINGS.put("management.opentelemetry.tracing.export.otlp.endpoint", collector.url());
    SETTINGS.put("management.opentelemetry.tracing.export.schedule-delay", "50ms");
    SETTINGS.put("management.tracing.sampling.probability", "1");
    SETTINGS.put("nextflow.webhooks.lax", "true");
    SETTINGS.put("nextflow.webhooks.allowed-networks", "127.0.0.0/8");
    SETTINGS.forEach(System::setProperty);
    platform = LocalPlatform.start(new LocalFolder(home), TestBundles.tiny(), 0);
    api = new Api(platform.address());
    added(hook.url() + "/" + CANARY + "?token=" + CANARY);
  }

  @AfterAll
  static void stop() {
    SETTINGS.keySet().forEach(System::clearProperty);
    api.close();
    platform.close();
    hook.close();
    collector.close();
  }

  @Test
  void aPictureIsOneTraceFromItsRequestToItsWebhook() throws Exception {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    JsonObject job = submitted("/v1/generations", "\"size\": \"96x96\", \"seed\": 7", trace);
    api.succeeded(job);
    Headers webhook = hook.next();

    Received request = awaitSpan(trace, "gateway-service", "http post /v1/generations");
    assertThat(request.parent()).isEqualTo(CALLER);
    Received prompt = awaitSpan(trace, "tokenizer-service", "http post /v1/sequences");
    assertThat(ancestors(prompt)).contains(request.id());

    Received attempt = awaitSpan(trace, "generation-service", "job attempt");
    assertThat(attempt.parent()).isEqualTo(request.id());
    assertThat(attempt.said("nextflow.job")).isEqualTo(job.text("id"));
    assertThat(attempt.said("nextflow.outcome")).isEqualTo("succeeded");
    assertThat(awaitSpan(trace, "generation-service", "prefill").parent()).isEqualTo(attempt.id());
    Received draw = awaitSpan(trace, "generation-service", "draw");
    assertThat(draw.parent()).isEqualTo(attempt.id());
    assertThat(draw.span().getEventsList())
        .extracting(event -> event.getName())
        .startsWith("scale, tokens: 1", "scale, tokens: 5")
        .hasSize(6);

    Received delivery = awaitSpan(trace, "gateway-service", "webhook attempt");
    assertThat(delivery.parent()).isEqualTo(request.id());
    assertThat(webhook.getFirst("traceparent"))
        .isEqualTo("00-" + trace + "-" + delivery.id() + "-01");
  }

  @Test
  void aRenderingGoesOnWithTheTraceOfWhoeverAsksForThePicture() throws Exception {
    String trace = "1af7651916cd43dd8448eb211c80319c";
    JsonObject job = api.draw("{\"prompt\": \"a house\", \"size\": \"64x64\"}");
    hook.next();

    send(HttpRequest.newBuilder(at("/v1/jobs/" + job.text("id") + "/images/0")).GET(), trace);

    Received request = awaitSpan(trace, "gateway-service", "http get /v1/jobs/{id}/images/{index}");
    Received rendering = awaitSpan(trace, "tokenizer-service", "http post /v1/renderings");
    assertThat(ancestors(rendering)).containsSequence(request.id(), CALLER);
  }

  @Test
  void aTextIsReadAndThenWritten() throws Exception {
    String trace = "2af7651916cd43dd8448eb211c80319c";
    JsonObject job = submitted("/v1/understandings", "\"max_tokens\": 8", trace);
    api.succeeded(job);
    hook.next();

    Received attempt = awaitSpan(trace, "understanding-service", "job attempt");
    Received prefill = awaitSpan(trace, "understanding-service", "prefill");
    assertThat(prefill.parent()).isEqualTo(attempt.id());
    assertThat(awaitSpan(trace, "understanding-service", "write").parent()).isEqualTo(attempt.id());
  }

  @Test
  void nothingThatATenantWroteIsInAnyByteThatIsSent() throws Exception {
    String trace = "3af7651916cd43dd8448eb211c80319c";
    JsonObject job = submitted("/v1/generations", "\"labels\": {\"a\": \"" + CANARY + "\"}", trace);
    api.succeeded(job);
    hook.next();
    JsonObject text = submitted("/v1/understandings", "\"max_tokens\": 8", trace);
    api.succeeded(text);
    hook.next();
    send(HttpRequest.newBuilder(at("/v1/jobs/" + CANARY + "?key=" + CANARY)).GET(), trace);
    send(HttpRequest.newBuilder(at("/" + CANARY)).GET(), trace);

    awaitSpan(trace, "understanding-service", "job attempt");
    collector.await(
        "the two that are refused",
        received ->
            collector.spans().filter(each -> each.said("status").startsWith("4")).count() >= 2);
    assertThat(collector.everything()).contains("http post /v1/generations", job.text("id"));
    assertThat(collector.everything()).doesNotContain(CANARY).doesNotContain("127.0.0.1");
  }

  private static void added(String url) throws Exception {
    String body = "{\"url\": \"%s\"}".formatted(url);
    assertThat(api.post("/v1/webhook-endpoints", body).status()).isEqualTo(201);
  }

  private static JsonObject submitted(String path, String fields, String trace) throws Exception {
    String body = "{\"prompt\": \"%s\", %s}".formatted(CANARY, fields);
    Api.Answer answer =
        api.post(
            path,
            body,
            "traceparent",
            "00-" + trace + "-" + CALLER + "-01",
            "Authorization",
            "Bearer " + CANARY);
    return Api.accepted(answer);
  }

  private static void send(HttpRequest.Builder request, String trace) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      request.header("traceparent", "00-" + trace + "-" + CALLER + "-01");
      http.send(request.build(), BodyHandlers.discarding());
    }
  }

  private static URI at(String path) {
    return platform.address().resolve(path);
  }

  private static Received awaitSpan(String trace, String service, String name) {
    return collector.await(
        name + " of " + service,
        received ->
            received.traceId().equals(trace)
                && received.service().equals(service)
                && received.name().equals(name));
  }

  /** Ids from a span's parent up to the caller's. */
  private static List<String> ancestors(Received span) {
    return Stream.iterate(
            span.parent(),
            id -> !id.isEmpty(),
            id ->
                id.equals(CALLER)
                    ? ""
                    : collector.await("span " + id, each -> each.id().equals(id)).parent())
        .toList();
  }
}
