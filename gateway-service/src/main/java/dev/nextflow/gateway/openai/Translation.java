package dev.nextflow.gateway.openai;

import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request in the words of the platform's own route.
 *
 * @param request as a body of that route is read
 * @param callersNames what the caller called fields that have another name in the body
 */
record Translation(ObjectNode request, Map<String, String> callersNames) {

  private static final String MODEL = "model";

  /** A problem with the body in the caller's words. */
  ProblemException told(ProblemException failure) {
    Problem problem = failure.problem();
    FieldError[] errors =
        problem.errors().stream()
            .map(error -> new FieldError(callersName(error.field()), error.rule()))
            .toArray(FieldError[]::new);
    return ProblemException.of(type(problem), errors);
  }

  private String callersName(String field) {
    return callersNames.getOrDefault(field, field);
  }

  /**
   * That the model is a string was seen before: only that there is none of its name can be said.
   */
  private static ProblemType type(Problem problem) {
    boolean unknownModel =
        problem.code().equals(ProblemType.INVALID_REQUEST.code())
            && problem.errors().stream().anyMatch(error -> error.field().equals(MODEL));
    return unknownModel
        ? ProblemType.NOT_FOUND
        : ProblemType.of(problem.code()).orElse(ProblemType.INTERNAL);
  }
}
