package dev.nextflow.gateway.problems;

import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import reactor.util.retry.RetrySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a caller is told when another service that was asked on its behalf did not do it. */
public final class Upstream {

  private static final Logger log = LoggerFactory.getLogger(Upstream.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * A service that restarts refuses connections, and closes those that it has kept, perhaps under a
   * call. What it is asked leaves nothing behind, so asking once more does no harm.
   */
  private static final RetrySpec ONCE_MORE =
      Retry.max(1).filter(Upstream::broken).onRetryExhaustedThrow((_, signal) -> signal.failure());

  private Upstream() {}

  /** The same call; a service that is away or slow is {@link ProblemType#UNAVAILABLE}. */
  public static <T> Mono<T> reached(Mono<T> call, Duration timeout) {
    return call.retryWhen(ONCE_MORE)
        .timeout(timeout)
        .onErrorMap(
            failure -> failure instanceof TimeoutException || broken(failure),
            away -> {
              log.warn("a service gave no answer: {}", away.toString());
              return ProblemException.of(ProblemType.UNAVAILABLE);
            });
  }

  private static boolean broken(Throwable failure) {
    return failure.getCause() instanceof IOException;
  }

  /**
   * What an answer that is no success means: fields that the service found invalid are the caller's
   * to mend, a service in trouble is {@link ProblemType#UNAVAILABLE}, and any other refusal is a
   * mistake between the services.
   */
  public static RuntimeException refusal(int status, byte[] body) {
    if (status == ProblemType.INVALID_REQUEST.status()) {
      FieldError[] errors = invalidFields(body);
      if (errors.length > 0) {
        return ProblemException.of(ProblemType.INVALID_REQUEST, errors);
      }
    }
    log.warn("a service answered {}", status);
    return status >= 500 || status == ProblemType.TOO_MANY_REQUESTS.status()
        ? ProblemException.of(ProblemType.UNAVAILABLE)
        : new IllegalStateException("a service refused a request: " + status);
  }

  private static FieldError[] invalidFields(byte[] body) {
    try {
      return JSON.readValue(body, Problem.class).errors().toArray(FieldError[]::new);
    } catch (JacksonException noProblem) {
      return new FieldError[0];
    }
  }
}
