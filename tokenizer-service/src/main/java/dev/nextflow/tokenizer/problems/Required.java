package dev.nextflow.tokenizer.problems;

import dev.nextflow.sequences.problems.ProblemException;
import org.jspecify.annotations.Nullable;

/** The rule that a field must be there. */
public final class Required {

  private Required() {}

  /**
   * The value.
   *
   * @throws ProblemException where it is missing or null
   */
  public static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw ProblemException.invalid(field, "is required");
    }
    return value;
  }
}
