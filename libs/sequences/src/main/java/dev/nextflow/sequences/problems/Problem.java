package dev.nextflow.sequences.problems;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A problem as it stands in an answer ({@code application/problem+json}, RFC 9457).
 *
 * @param type URI of the problem type
 * @param title the type's fixed text
 * @param status HTTP status
 * @param code the stable code
 * @param retry whether the same request can succeed later
 * @param errors the fields that broke a rule; empty where no field is to blame
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type, String title, int status, String code, boolean retry, List<FieldError> errors) {

  /**
   * A field that broke a rule.
   *
   * @param field its name as the caller wrote it, such as {@code guidance}
   * @param rule what must hold, such as {@code must be 0..20}
   */
  public record FieldError(String field, String rule) {}

  public Problem {
    errors = errors == null ? List.of() : List.copyOf(errors);
  }

  /** A problem of the type, with the fields to blame. */
  public static Problem of(ProblemType type, FieldError... errors) {
    return new Problem(
        type.uri(), type.title(), type.status(), type.code(), type.retry(), List.of(errors));
  }
}
