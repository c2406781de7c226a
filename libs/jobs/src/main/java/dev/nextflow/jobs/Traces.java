package dev.nextflow.jobs;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** Between places in a trace, as they are kept and sent, and the spans of this process. */
public record Traces(Tracer tracer, Propagator propagator) {

  /** Where nothing is traced. */
  public static final Traces NONE = new Traces(Tracer.NOOP, Propagator.NOOP);

  private static final String TRACEPARENT = "traceparent";
  private static final String TRACESTATE = "tracestate";
  private static final int SAMPLED = 1; // Of the flags of a traceparent.

  /**
   * A span, not started, that goes on from a place. Of one that can't be read it is told nothing,
   * as W3C Trace Context 4.3 wants it: the span is the first of a trace of its own.
   *
   * @param place null: none
   */
  public Span.Builder from(@Nullable Trace place) {
    return place == null
        ? tracer.spanBuilder().setNoParent()
        : propagator.extract(headers(place), Map::get);
  }

  /** The place of a span; null where nothing is traced. */
  public @Nullable Trace at(TraceContext context) {
    Map<String, String> headers = new HashMap<>();
    propagator.inject(context, headers, (map, key, value) -> map.put(key, value));
    String traceparent = headers.get(TRACEPARENT);
    return traceparent == null ? null : new Trace(traceparent, headers.get(TRACESTATE));
  }

  /**
   * The place that a call comes from, by its Reactor context: one that was {@linkplain Trace#in put
   * in}, or that of the request that is being answered. Null where nothing is traced.
   */
  public @Nullable Trace calling(ContextView context) {
    if (context.hasKey(Trace.class)) {
      return context.get(Trace.class);
    }
    Observation request = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
    TracingContext traced = request == null ? null : request.getContext().get(TracingContext.class);
    return traced == null || traced.getSpan() == null ? null : at(traced.getSpan().context());
  }

  /** A link to a place that this platform has written. */
  Link to(Trace place) {
    String[] parts = place.traceparent().split("-");
    return new Link(
        tracer
            .traceContextBuilder()
            .traceId(parts[1])
            .spanId(parts[2])
            .sampled((Integer.parseInt(parts[3], 16) & SAMPLED) != 0)
            .build());
  }

  /** What a request carries that goes on from here; empty where nothing is traced. */
  public static Map<String, String> headers(@Nullable Trace place) {
    if (place == null) {
      return Map.of();
    }
    return place.tracestate() == null
        ? Map.of(TRACEPARENT, place.traceparent())
        : Map.of(TRACEPARENT, place.traceparent(), TRACESTATE, place.tracestate());
  }
}
