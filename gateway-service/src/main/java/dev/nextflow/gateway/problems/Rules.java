package dev.nextflow.gateway.problems;

import dev.nextflow.sequences.problems.Problem.FieldError;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Collects the rules that a request breaks, so that the caller learns of all of them at once. The
 * first rule that a field breaks is the one that is told.
 */
public final class Rules {

  /** The largest whole number that every reader of JSON keeps as it is. */
  public static final long MAX_EXACT = (1L << 53) - 1;

  /** Enough to mend a request; a body of 100,000 unknown fields does not get as many back. */
  private static final int MAX_TOLD = 20;

  private final Map<String, String> broken = new LinkedHashMap<>();

  /** Notes the rule as broken unless it holds. */
  public void require(boolean holds, String field, String rule) {
    if (!holds) {
      broken.putIfAbsent(field, rule);
    }
  }

  /**
   * Notes query parameters that a route does not take, and those that come more often than it can
   * heed.
   *
   * @param once names of those that may come once
   * @param often names of those that may come several times
   */
  public void requireParameters(
      MultiValueMap<String, String> given, Set<String> once, Set<String> often) {
    given.forEach((name, values) -> {
      require(once.contains(name) || often.contains(name), name, "unknown parameter");
      require(values.size() == 1 || often.contains(name), name, "must come once");
    });
  }

  /** Notes what no text can hold that a model reads or writes; tabs and line feeds it can. */
  public void requirePlain(String field, String text) {
    require(
        text.codePoints().noneMatch(Rules::isNeverInText),
        field,
        "must not contain control characters or unpaired surrogates");
  }

  private static boolean isNeverInText(int character) {
    return Character.isISOControl(character) && character != '\t' && character != '\n'
        || Character.getType(character) == Character.SURROGATE;
  }

  /** A number that was left out breaks nothing; the bounds belong to it, NaN never does. */
  public void within(@Nullable Number value, double min, double max, String field, String rule) {
    if (value != null) {
      double number = value.doubleValue();
      // Unlike <, Double.compare tells -0.0 from 0.0: who sends it has a mistake somewhere.
      require(Double.compare(number, min) >= 0 && number <= max, field, rule);
    }
  }

  /** What the part makes, or null with what it found broken noted. */
  public <T> @Nullable T noting(Supplier<T> part) {
    try {
      return part.get();
    } catch (ProblemException broken) {
      broken.problem().errors().forEach(e -> require(false, e.field(), e.rule()));
      return null;
    }
  }

  /** What the part makes, or null with what it found broken noted under this field. */
  public <T> @Nullable T under(String field, Supplier<T> part) {
    try {
      return part.get();
    } catch (ProblemException broken) {
      broken.problem().errors().forEach(e -> require(false, field + "." + e.field(), e.rule()));
      return null;
    }
  }

  /**
   * Throws if any rule is broken.
   *
   * @throws ProblemException {@link ProblemType#INVALID_REQUEST} with every field to blame
   */
  public void enforce() {
    if (!broken.isEmpty()) {
      throw ProblemException.of(
          ProblemType.INVALID_REQUEST,
          broken.entrySet().stream()
              .limit(MAX_TOLD)
              .map(entry -> new FieldError(entry.getKey(), entry.getValue()))
              .toArray(FieldError[]::new));
    }
  }
}
