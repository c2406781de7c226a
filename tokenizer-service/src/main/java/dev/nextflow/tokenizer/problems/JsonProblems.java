package dev.nextflow.tokenizer.problems;

import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Names the field that JSON got wrong, and the rule, where there is one. */
final class JsonProblems {

  private JsonProblems() {}

  static Problem of(JacksonException failure) {
    String field = field(failure);
    return switch (failure) {
      case UnrecognizedPropertyException _ -> invalid(field, "unknown field");
      case MismatchedInputException mismatch when !field.isEmpty() ->
          invalid(field, rule(expected(failure, mismatch.getTargetType())));
      case InputCoercionException tooLarge when !field.isEmpty() ->
          invalid(field, rule(tooLarge.getTargetType()));
      default -> Problem.of(ProblemType.MALFORMED_JSON);
    };
  }

  private static Problem invalid(String field, String rule) {
    return Problem.of(ProblemType.INVALID_REQUEST, new FieldError(field, rule));
  }

  /** The path as a caller would write it, such as {@code fullGrid.height} or {@code codes[2]}. */
  private static String field(JacksonException failure) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : failure.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }

  /** Elements of an array of numbers are reported with the array's type. */
  private static @Nullable Class<?> expected(JacksonException failure, @Nullable Class<?> type) {
    boolean element = failure.getPath().getLast().getPropertyName() == null;
    return element && type != null && type.isArray() ? type.componentType() : type;
  }

  private static String rule(@Nullable Class<?> type) {
    if (type == null) {
      return "has the wrong type";
    }
    if (type.isEnum()) {
      return "must be one of "
          + Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
    }
    if (type == String.class) {
      return "must be a string";
    }
    if (type == int.class || type == Integer.class) {
      return "must be an integer";
    }
    return type.isArray() || Collection.class.isAssignableFrom(type)
        ? "must be an array"
        : "must be an object";
  }
}
