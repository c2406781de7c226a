package dev.nextflow.gateway.problems;

import dev.nextflow.gateway.AnswerHeaders;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one place where a failure becomes an answer. Duties:
 *
 * <ol>
 *   <li>find the problem that stands for the failure;
 *   <li>answer it as {@code application/problem+json}, whatever the caller accepts, or in the form
 *       that the route's callers know;
 *   <li>count it by its code;
 *   <li>log what was not foreseen, with the request's id and trace, and without anything the caller
 *       sent.
 * </ol>
 */
@Component
@Order(-2) // before the framework's own handlers
class ProblemAnswers implements WebExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAnswers.class);

  /** As Micrometer calls it where a thread has a trace. */
  private static final String TRACE_ID = "traceId";

  private final JsonMapper json = JsonMapper.shared();
  private final MeterRegistry meters;
  private final List<ProblemForm> otherForms;

  ProblemAnswers(MeterRegistry meters, List<ProblemForm> otherForms) {
    this.meters = meters;
    this.otherForms = otherForms;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()) {
      // Too late for an answer: the server cuts the connection, so that half an answer shows.
      return Mono.error(failure);
    }
    Problem problem = Diagnosis.of(failure);
    ProblemType type = ProblemType.of(problem.code()).orElse(ProblemType.INTERNAL);
    meters.counter("nextflow.gateway.problems", "code", type.code()).increment();
    report(exchange, type, failure);

    HttpHeaders headers = response.getHeaders();
    headers.clearContentHeaders();
    if (failure instanceof ErrorResponse refusal) {
      headers.putAll(refusal.getHeaders()); // such as Allow of a 405
    }
    // Whoever refused may know better when it is worth coming back.
    if (!headers.containsHeader(HttpHeaders.RETRY_AFTER)) {
      RetryAfter.seconds(type)
          .ifPresent(s -> headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(s)));
    }
    if (type == ProblemType.UNAUTHENTICATED) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
    Object written = written(exchange, problem, headers);
    if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
      return response.setComplete();
    }
    DataBuffer body = response.bufferFactory().wrap(json.writeValueAsBytes(written));
    return response.writeWith(Mono.just(body));
  }

  private Object written(ServerWebExchange exchange, Problem problem, HttpHeaders headers) {
    for (ProblemForm form : otherForms) {
      if (form.appliesTo(exchange.getRequest().getPath().pathWithinApplication())) {
        headers.setContentType(MediaType.APPLICATION_JSON);
        form.addHeaders(headers, problem);
        return form.body(problem);
      }
    }
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return problem;
  }

  private void report(ServerWebExchange exchange, ProblemType type, Throwable failure) {
    String id = AnswerHeaders.requestId(exchange);
    // The trace is not with this thread, which answers many requests at once.
    if (type == ProblemType.INTERNAL) {
      log.atError()
          .addKeyValue(TRACE_ID, traceId(exchange))
          .setCause(failure)
          .log("request {} failed", id);
    } else if (type == ProblemType.UNAVAILABLE) {
      log.atWarn()
          .addKeyValue(TRACE_ID, traceId(exchange))
          .log("request {}: a part is away: {}", id, failure.toString());
    }
  }

  /** Of the trace that the request is part of; a dash where it is part of none. */
  private static String traceId(ServerWebExchange exchange) {
    return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
        .map(context -> context.<TracingContext>get(TracingContext.class))
        .map(TracingContext::getSpan)
        .map(span -> span.context().traceId())
        .orElse("-");
  }
}
