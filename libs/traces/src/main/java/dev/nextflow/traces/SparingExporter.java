package dev.nextflow.traces;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;

/** Hands spans on with no more than {@link SparingSpan} leaves of them. */
final class SparingExporter implements SpanExporter {

  private final SpanExporter next;

  SparingExporter(SpanExporter next) {
    this.next = next;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    List<SpanData> sparing = spans.stream().<SpanData>map(SparingSpan::new).toList();
    return next.export(sparing);
  }

  @Override
  public CompletableResultCode flush() {
    return next.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }
}
