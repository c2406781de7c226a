package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.problems.ProblemException;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A setting of the sampling as the caller wrote it: one number for the whole picture, or a list
 * with one for each scale. Exactly one of the two is not null.
 */
record Dial<N extends Number>(@Nullable N number, @Nullable List<N> perScale) {

  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger LEAST = BigInteger.valueOf(Integer.MIN_VALUE);

  /** Numbers of any kind; null where there is no such field. */
  static @Nullable Dial<Double> ofNumbers(RequestFields fields, String name) {
    return read(
        fields,
        name,
        "must be a number, or a list of numbers",
        JsonNode::isNumber,
        JsonNode::doubleValue);
  }

  /** Whole numbers; one that is no int becomes the nearest that is, for the bounds to refuse. */
  static @Nullable Dial<Integer> ofWholeNumbers(RequestFields fields, String name) {
    return read(
        fields,
        name,
        "must be a whole number, or a list of whole numbers",
        JsonNode::isIntegralNumber,
        value -> value.bigIntegerValue().max(LEAST).min(MOST).intValue());
  }

  private static <N extends Number> @Nullable Dial<N> read(
      RequestFields fields,
      String name,
      String rule,
      Predicate<JsonNode> fits,
      Function<JsonNode, N> number) {
    JsonNode value = fields.any(name);
    return value == null
        ? null
        : fields.noting(() -> {
          boolean list = value.isArray() && value.valueStream().allMatch(fits);
          if (!list && !fits.test(value)) {
            throw ProblemException.invalid(name, rule);
          }
          return list
              ? new Dial<>(null, value.valueStream().map(number).toList())
              : new Dial<>(number.apply(value), null);
        });
  }

  /** Notes the bounds that a number breaks; one of a list by its index. */
  static void within(
      Rules rules, @Nullable Dial<?> dial, double min, double max, String field, String rule) {
    if (dial == null) {
      return;
    }
    rules.within(dial.number, min, max, field, rule);
    for (int i = 0; dial.perScale != null && i < dial.perScale.size(); i++) {
      rules.within(dial.perScale.get(i), min, max, field + "[" + i + "]", rule);
    }
  }

  /** Notes a list that has not one value for each scale. */
  static void fits(Rules rules, @Nullable Dial<?> dial, int level, String field) {
    rules.require(
        dial == null || dial.perScale == null || dial.perScale.size() == level,
        field,
        "must have " + level + " values, one for each scale");
  }

  /** The number, where the caller gave one. */
  static <N extends Number> N number(@Nullable Dial<N> dial, N otherwise) {
    return dial == null || dial.number == null ? otherwise : dial.number;
  }

  /** The list, where the caller gave one. */
  static <N extends Number> @Nullable List<N> perScale(@Nullable Dial<N> dial) {
    return dial == null ? null : dial.perScale;
  }
}
