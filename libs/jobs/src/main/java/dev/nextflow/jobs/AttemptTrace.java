package dev.nextflow.jobs;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What traces and logs learn of one attempt at a job. Its duties:
 *
 * <ol>
 *   <li>a span for the attempt, in the trace in which the job was asked for; linked to the attempt
 *       whose work it goes on with;
 *   <li>a span for each phase of it, with an event for each report;
 *   <li>job, tenant and attempt on every log line of this thread meanwhile.
 * </ol>
 *
 * <p>Of the job it tells ids, states and counts, and never what its tenant wrote. For one thread.
 */
final class AttemptTrace implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AttemptTrace.class);

  private final Traces traces;
  private final Lease lease;
  private final Span attempt;
  private final Tracer.SpanInScope attemptScope;
  private final @Nullable Trace place;
  private final List<MDC.MDCCloseable> logged;
  private @Nullable Phase phase;

  private record Phase(String name, Span span, Tracer.SpanInScope scope) {

    void end() {
      scope.close();
      span.end();
    }
  }

  private AttemptTrace(Traces traces, Span attempt, Lease lease) {
    this.traces = traces;
    this.lease = lease;
    this.attempt = attempt;
    this.attemptScope = traces.tracer().withSpan(attempt);
    this.place = traces.at(attempt.context());
    this.logged =
        Map.of(
                "job", lease.id().value(),
                "tenant", lease.tenant(),
                "attempt", Integer.toString(lease.attempt()))
            .entrySet()
            .stream()
            .map(entry -> MDC.putCloseable(entry.getKey(), entry.getValue()))
            .toList();
  }

  static AttemptTrace begin(Traces traces, Lease lease) {
    Span.Builder span =
        traces
            .from(lease.trace())
            .kind(Span.Kind.CONSUMER)
            .name("job attempt")
            .tag("nextflow.job", lease.id().value())
            .tag("nextflow.tenant", lease.tenant())
            .tag("nextflow.queue", lease.id().queue())
            .tag("nextflow.attempt", lease.attempt());
    if (lease.earlier() != null) {
      span.addLink(traces.to(lease.earlier()));
    }
    return new AttemptTrace(traces, span.start(), lease);
  }

  /** Where the attempt is in the trace; null where nothing is traced. */
  @Nullable Trace place() {
    return place;
  }

  /** See {@link Reporter#phase}. */
  void phase(String name) {
    if (phase != null && phase.name().equals(name)) {
      return;
    }
    endPhase();
    Span span = traces.tracer().nextSpan(attempt).name(name).start();
    phase = new Phase(name, span, traces.tracer().withSpan(span));
  }

  /** A report has been stored. */
  void reported(Progress progress) {
    Span span = phase == null ? attempt : phase.span();
    if (!span.isNoop()) {
      span.event(progress.event() + ", tokens: " + progress.tokensDone());
    }
  }

  /** How it ended: as a state, or in words where the job goes on elsewhere. */
  void ended(String as) {
    attempt.tag("nextflow.outcome", as);
    log.atInfo()
        .addKeyValue("outcome", as)
        .log("Attempt {} at job {}: {}", lease.attempt(), lease.id(), as);
  }

  /** It failed with a problem. */
  void failed(String problemCode) {
    attempt.tag("error.type", problemCode);
  }

  @Override
  public void close() {
    endPhase();
    attemptScope.close();
    attempt.end();
    logged.forEach(MDC.MDCCloseable::close);
  }

  private void endPhase() {
    if (phase != null) {
      phase.end();
      phase = null;
    }
  }
}
