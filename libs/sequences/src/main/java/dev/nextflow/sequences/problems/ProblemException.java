package dev.nextflow.sequences.problems;

/**
 * Carries a problem to the edge of a service, where it becomes the answer. Expected, hence without
 * a stack trace.
 */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.code() + " " + problem.errors(), null, false, false);
    this.problem = problem;
  }

  /** A problem of the type, with the fields to blame. */
  public static ProblemException of(ProblemType type, Problem.FieldError... errors) {
    return new ProblemException(Problem.of(type, errors));
  }

  /** An {@link ProblemType#INVALID_REQUEST} for one field. */
  public static ProblemException invalid(String field, String rule) {
    return of(ProblemType.INVALID_REQUEST, new Problem.FieldError(field, rule));
  }

  public Problem problem() {
    return problem;
  }
}
