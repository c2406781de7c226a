package dev.nextflow.traces;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Set;

/**
 * A span with only the attributes that are listed here, none that a framework adds some day. Left
 * out are above all whole URLs, which may hold a tenant's secrets, and messages and stacks of
 * exceptions, which may quote what a tenant wrote.
 */
final class SparingSpan extends DelegatingSpanData {

  /** A problem's code or an exception's class; a span that has it has failed. */
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  /** Of requests: {@code uri} is the route or a template, never what was called. */
  private static final Set<String> OF_REQUESTS =
      Set.of("method", "uri", "status", "outcome", "exception");

  private static final String OURS = "nextflow.";

  private final Attributes attributes;

  SparingSpan(SpanData whole) {
    super(whole);
    this.attributes =
        whole.getAttributes().toBuilder().removeIf(key -> !isListed(key.getKey())).build();
  }

  private static boolean isListed(String key) {
    return key.startsWith(OURS) || key.equals(ERROR.getKey()) || OF_REQUESTS.contains(key);
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  /** By their names alone. */
  @Override
  public List<EventData> getEvents() {
    return super.getEvents().stream()
        .map(event -> EventData.create(event.getEpochNanos(), event.getName(), Attributes.empty()))
        .toList();
  }

  @Override
  public StatusData getStatus() {
    boolean failed =
        super.getStatus().getStatusCode() == StatusCode.ERROR || attributes.get(ERROR) != null;
    return failed ? StatusData.error() : StatusData.unset();
  }
}
