package dev.nextflow.tokenizer.problems;

import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;

/** Which problem a failure is. Messages of exceptions never get into one. */
final class Problems {

  private Problems() {}

  static Problem of(Throwable failure) {
    return cause(failure, ProblemException.class)
        .map(ProblemException::problem)
        .or(() -> cause(failure, DataBufferLimitException.class).map(e -> tooLarge()))
        .or(() -> cause(failure, JacksonException.class).map(JsonProblems::of))
        .or(() -> cause(failure, MissingRequestValueException.class).map(Problems::missing))
        .or(() -> cause(failure, ResponseStatusException.class).map(Problems::ofStatus))
        .orElseGet(() -> Problem.of(ProblemType.INTERNAL));
  }

  private static Problem tooLarge() {
    return Problem.of(ProblemType.BODY_TOO_LARGE);
  }

  private static Problem missing(MissingRequestValueException failure) {
    return Problem.of(
        ProblemType.INVALID_REQUEST, new Problem.FieldError(failure.getName(), "is required"));
  }

  private static Problem ofStatus(ResponseStatusException failure) {
    return Problem.of(
        switch (failure.getStatusCode().value()) {
          case 400 -> ProblemType.MALFORMED_JSON;
          case 404 -> ProblemType.NOT_FOUND;
          case 405 -> ProblemType.METHOD_NOT_ALLOWED;
          case 406 -> ProblemType.NOT_ACCEPTABLE;
          case 413 -> ProblemType.BODY_TOO_LARGE;
          case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
          case 503 -> ProblemType.UNAVAILABLE;
          default -> ProblemType.INTERNAL;
        });
  }

  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
