package dev.nextflow.gateway.intake;

import dev.nextflow.sequences.problems.ProblemException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of one request, read by name and type. A field that is left out or null is null here;
 * one of the wrong type is noted, as is every field that nobody asked for.
 */
final class RequestFields {

  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private final ObjectNode object;
  private final Set<String> asked = new HashSet<>();
  private final Rules rules = new Rules();

  RequestFields(ObjectNode object) {
    this.object = object;
  }

  @Nullable String text(String name) {
    JsonNode value = given(name);
    rules.require(value == null || value.isString(), name, "must be a string");
    return value != null && value.isString() ? value.stringValue() : null;
  }

  /** A whole number; one beyond 64 bits becomes the nearest that fits, for the bounds to refuse. */
  @Nullable Long whole(String name) {
    JsonNode value = given(name);
    rules.require(value == null || value.isIntegralNumber(), name, "must be a whole number");
    return value != null && value.isIntegralNumber()
        ? (Long) value.bigIntegerValue().max(LEAST).min(MOST).longValue()
        : null;
  }

  @Nullable Double number(String name) {
    JsonNode value = given(name);
    rules.require(value == null || value.isNumber(), name, "must be a number");
    return value != null && value.isNumber() ? (Double) value.doubleValue() : null;
  }

  /** One of an enum's constants, written in lower case. */
  <E extends Enum<E>> @Nullable E choice(String name, Class<E> type, String rule) {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    rules.require(text == null, name, rule);
    return null;
  }

  private @Nullable JsonNode given(String name) {
    asked.add(name);
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** What the part makes, or null with the rules it found broken noted here. */
  <T> @Nullable T noting(Supplier<T> part) {
    try {
      return part.get();
    } catch (ProblemException broken) {
      broken.problem().errors().forEach(e -> rules.require(false, e.field(), e.rule()));
      return null;
    }
  }

  /**
   * Makes the request out of the fields.
   *
   * @param request reads its fields here and checks its own bounds
   * @throws ProblemException with the wrong types, the bounds that the request found broken, and
   *     the unknown fields, all in one
   */
  <T> T into(Supplier<T> request) {
    T made = noting(request);
    for (String name : object.propertyNames()) {
      rules.require(asked.contains(name), name, "unknown field");
    }
    rules.enforce();
    return Objects.requireNonNull(made, "a request was refused without a reason");
  }
}
