package dev.nextflow.jobs;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * A place in a trace, as W3C Trace Context writes it. Kept with a job, so that whoever works on it
 * goes on with the trace of whoever asked for it.
 *
 * @param traceparent version, trace, span and flags
 * @param tracestate what tracers on the way have added; null: nothing
 */
public record Trace(String traceparent, @Nullable String tracestate) {

  /** The context of calls that come from here. */
  public Context in(Context context) {
    return context.put(Trace.class, this);
  }
}
