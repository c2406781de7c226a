package dev.nextflow.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SparingExporterTest {

  private static final String CANARY = "canary-of-a-tenant";

  @Test
  void onlyListedAttributesLeave() {
    SpanData span =
        exported(whole -> {
          whole.setAttribute("nextflow.job", "gen-tiny-1");
          whole.setAttribute("uri", "/v1/jobs/{id}");
          whole.setAttribute("method", "GET");
          whole.setAttribute("http.url", "/v1/jobs/" + CANARY + "?key=" + CANARY);
          whole.setAttribute("client.name", CANARY);
          whole.setAttribute("db.statement", CANARY);
        });

    assertThat(said(span))
        .isEqualTo(Map.of("nextflow.job", "gen-tiny-1", "uri", "/v1/jobs/{id}", "method", "GET"));
    assertThat(span.toString()).doesNotContain(CANARY);
  }

  @Test
  void ofAnExceptionOnlyThatThereWasOneLeaves() {
    SpanData span =
        exported(whole -> {
          whole.recordException(new IllegalStateException(CANARY));
          whole.setStatus(StatusCode.ERROR, CANARY);
          whole.addEvent("scale, tokens: 5", Attributes.of(AttributeKey.stringKey("a"), CANARY));
        });

    assertThat(span.getStatus()).isEqualTo(StatusData.error());
    assertThat(span.getEvents())
        .extracting(EventData::getName)
        .containsExactly("exception", "scale, tokens: 5");
    assertThat(span.toString()).doesNotContain(CANARY);
  }

  @Test
  void aSpanWithATypeOfErrorHasFailed() {
    assertThat(exported(whole -> whole.setAttribute("error.type", "drawing-failed")).getStatus())
        .isEqualTo(StatusData.error());
    assertThat(exported(whole -> {}).getStatus()).isEqualTo(StatusData.unset());
  }

  private static SpanData exported(Consumer<Span> story) {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new SparingExporter(spans)))
            .build()) {
      Span span = provider.get("test").spanBuilder("a span").startSpan();
      story.accept(span);
      span.end();
      return spans.getFinishedSpanItems().getFirst();
    }
  }

  private static Map<String, String> said(SpanData span) {
    return span.getAttributes().asMap().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().getKey(), entry -> entry.getValue().toString()));
  }
}
