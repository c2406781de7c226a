package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.gateway.webhooks.Receiver.Hit;
import dev.nextflow.testing.Eventually;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** A caller's trace on its way through the gateway. */
@Import(TracedDeliveryTest.Exporter.class)
@TestPropertySource(
    properties = {
      "management.tracing.sampling.probability=1",
      "management.opentelemetry.tracing.export.schedule-delay=20ms"
    })
class TracedDeliveryTest extends WebhookRouteTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String CANARY = "canary-of-a-tenant";

  @Autowired private InMemorySpanExporter spans;

  @BeforeEach
  void forget() {
    spans.reset();
  }

  @Test
  void goesOnInTheJobAndInTheWebhook() {
    added();
    String job = drawn("00-" + TRACE_ID + "-" + CALLER + "-00", "vendor=1");

    Worker worker = Worker.takes(queue, job);
    worker.drawsAll();
    Hit hit = receiver.await(1).getFirst();

    SpanData request = span("http post /v1/generations");
    assertThat(request.getTraceId()).isEqualTo(TRACE_ID);
    assertThat(request.getParentSpanId()).isEqualTo(CALLER);
    assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
    String place = "00-" + TRACE_ID + "-" + request.getSpanId() + "-01";
    assertThat(worker.lease().trace().traceparent()).isEqualTo(place);
    assertThat(worker.lease().trace().tracestate()).isEqualTo("vendor=1");
    SpanData delivery = span("webhook attempt");
    assertThat(delivery.getTraceId()).isEqualTo(TRACE_ID);
    assertThat(delivery.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(hit.headers())
        .containsEntry("traceparent", "00-" + TRACE_ID + "-" + delivery.getSpanId() + "-01")
        .containsEntry("tracestate", "vendor=1");
  }

  @Test
  void whatIsNoTraceparentIsNoError() {
    for (String malformed : List.of("nonsense", "00-" + "0".repeat(32) + "-" + CALLER + "-01")) {
      spans.reset();
      Worker worker = Worker.takes(queue, drawn(malformed, "vendor=1"));
      worker.drawsAll();

      SpanData request = span("http post /v1/generations");
      assertThat(request.getParentSpanId()).isEqualTo("0".repeat(16));
      assertThat(worker.lease().trace().traceparent()).contains(request.getTraceId());
      assertThat(worker.lease().trace().tracestate()).isNull();
    }
  }

  @Test
  void aSpanHoldsNothingThatATenantWrote() {
    add("{\"url\": \"%s?token=%s\"}".formatted(receiver.url(), CANARY));
    String body = "{\"prompt\": \"%s\", \"labels\": {\"a\": \"%s\"}}".formatted(CANARY, CANARY);
    String job =
        api.post("/v1/generations?" + CANARY + "=1", "{}").status() == 400 ? submitted(body) : "";
    Worker.takes(queue, job).drawsAll();
    receiver.await(1);
    tokenizer.answerWith(500);
    assertThat(api.post("/v1/generations", body).status()).isEqualTo(503);
    api.get("/v1/jobs/" + CANARY);
    api.get("/" + CANARY);

    span("webhook attempt");
    Eventually.holds("six requests", SOON, () -> named("http ").size() >= 6);
    assertThat(named("http "))
        .anySatisfy(span -> assertThat(span.getStatus().getStatusCode().name()).isEqualTo("ERROR"));
    assertThat(spans.getFinishedSpanItems().toString()).doesNotContain(CANARY);
  }

  private String drawn(String traceparent, String tracestate) {
    return api.post(
            "/v1/generations",
            "{\"prompt\": \"a red house\"}",
            "traceparent",
            traceparent,
            "tracestate",
            tracestate)
        .json()
        .get("id")
        .stringValue();
  }

  private SpanData span(String name) {
    Eventually.holds("a span " + name, SOON, () -> !named(name).isEmpty());
    return named(name).getFirst();
  }

  private List<SpanData> named(String beginning) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().startsWith(beginning))
        .toList();
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Exporter {

    @Bean
    InMemorySpanExporter inMemorySpanExporter() {
      return InMemorySpanExporter.create();
    }
  }
}
