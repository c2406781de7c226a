package dev.nextflow.tokenizer.problems;

import dev.nextflow.sequences.problems.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns every failure of a request, whether a route was found or not, into a problem document. Runs
 * before Boot's own error page, which would have another form.
 */
@Component
@Order(-2)
class ProblemHandler implements WebExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  private final JsonMapper json;

  ProblemHandler(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()) {
      return Mono.error(failure);
    }
    Problem problem = Problems.of(failure);
    if (problem.status() >= 500) {
      LOG.error(
          "{} {}", exchange.getRequest().getMethod(), exchange.getRequest().getPath(), failure);
    }
    response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
    if (failure instanceof ResponseStatusException e) {
      response.getHeaders().putAll(e.getHeaders()); // Allow, Accept
    }
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    byte[] body = json.writeValueAsBytes(problem);
    return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
  }
}
