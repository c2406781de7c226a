package dev.nextflow.gateway.problems;

import dev.nextflow.jobs.QueueUnavailable;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/** Finds the problem that stands for a failure. Pure; what the failure says never gets out. */
public final class Diagnosis {

  private Diagnosis() {}

  /** The problem to tell. */
  public static Problem of(Throwable failure) {
    return switch (failure) {
      case ProblemException expected -> expected.problem();
      case UnsupportedMediaTypeStatusException refused
          when !refused.getSupportedMediaTypes().isEmpty() ->
          Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, contentType(refused));
      default -> Problem.of(typeOf(failure));
    };
  }

  /** What the route takes, which the caller is not to blame for not knowing. */
  private static Problem.FieldError contentType(UnsupportedMediaTypeStatusException refused) {
    String taken =
        refused.getSupportedMediaTypes().stream()
            .map(MediaType::toString)
            .collect(Collectors.joining(" or "));
    return new Problem.FieldError(HttpHeaders.CONTENT_TYPE, "must be " + taken);
  }

  private static ProblemType typeOf(Throwable failure) {
    // Spring wraps the limit's exception in different ways on different paths.
    if (isCausedBy(failure, DataBufferLimitException.class)) {
      return ProblemType.BODY_TOO_LARGE;
    }
    if (failure instanceof ErrorResponse refusal) {
      return typeOf(refusal.getStatusCode().value());
    }
    if (failure instanceof QueueUnavailable || failure instanceof TimeoutException) {
      return ProblemType.UNAVAILABLE;
    }
    return ProblemType.INTERNAL;
  }

  private static ProblemType typeOf(int status) {
    return switch (status) {
      case 404 -> ProblemType.NOT_FOUND;
      case 405 -> ProblemType.METHOD_NOT_ALLOWED;
      case 406 -> ProblemType.NOT_ACCEPTABLE;
      case 413 -> ProblemType.BODY_TOO_LARGE;
      case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      case 503 -> ProblemType.UNAVAILABLE;
      default -> status < 500 ? ProblemType.INVALID_REQUEST : ProblemType.INTERNAL;
    };
  }

  private static boolean isCausedBy(@Nullable Throwable failure, Class<?> cause) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (cause.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
