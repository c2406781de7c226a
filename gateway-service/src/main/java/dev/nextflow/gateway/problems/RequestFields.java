package dev.nextflow.gateway.problems;

import dev.nextflow.sequences.problems.ProblemException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
public final class RequestFields {

  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private final ObjectNode object;
  private final Set<String> asked = new HashSet<>();
  private final Rules rules = new Rules();

  /** Of a body that {@link StrictJson} has read. */
  public RequestFields(ObjectNode object) {
    this.object = object;
  }

  /** A string. */
  public @Nullable String text(String name) {
    JsonNode value = given(name);
    rules.require(value == null || value.isString(), name, "must be a string");
    return value != null && value.isString() ? value.stringValue() : null;
  }

  /** A whole number; one beyond 64 bits becomes the nearest that fits, for the bounds to refuse. */
  public @Nullable Long whole(String name) {
    JsonNode value = given(name);
    rules.require(value == null || value.isIntegralNumber(), name, "must be a whole number");
    return value != null && value.isIntegralNumber()
        ? (Long) value.bigIntegerValue().max(LEAST).min(MOST).longValue()
        : null;
  }

  /** Any number. */
  public @Nullable Double number(String name) {
    JsonNode value = given(name);
    rules.require(value == null || value.isNumber(), name, "must be a number");
    return value != null && value.isNumber() ? (Double) value.doubleValue() : null;
  }

  /** One of an enum's constants, written in lower case. */
  public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type, String rule) {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    rules.require(text == null, name, rule);
    return null;
  }

  /** True or false. */
  public @Nullable Boolean flag(String name) {
    JsonNode value = given(name);
    rules.require(value == null || value.isBoolean(), name, "must be true or false");
    return value != null && value.isBoolean() ? (Boolean) value.booleanValue() : null;
  }

  /** A list of strings. */
  public @Nullable List<String> texts(String name) {
    JsonNode value = given(name);
    boolean texts =
        value != null && value.isArray() && value.valueStream().allMatch(JsonNode::isString);
    rules.require(value == null || texts, name, "must be a list of strings");
    return texts ? value.valueStream().map(JsonNode::stringValue).toList() : null;
  }

  /** A value of any kind, for a part that knows what it must be. */
  public @Nullable JsonNode any(String name) {
    return given(name);
  }

  /** An object of strings, in the caller's order. */
  public @Nullable Map<String, String> textByName(String name) {
    JsonNode value = given(name);
    boolean texts =
        value != null && value.isObject() && value.valueStream().allMatch(JsonNode::isString);
    rules.require(value == null || texts, name, "must be an object of strings");
    if (!texts) {
      return null;
    }
    Map<String, String> map = new LinkedHashMap<>();
    value.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().stringValue()));
    return map;
  }

  private @Nullable JsonNode given(String name) {
    asked.add(name);
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** What the part makes, or null with the rules it found broken noted here. */
  public <T> @Nullable T noting(Supplier<T> part) {
    return rules.noting(part);
  }

  /**
   * Makes the request out of the fields.
   *
   * @param request reads its fields here and checks its own bounds
   * @throws ProblemException with the wrong types, the bounds that the request found broken, and
   *     the unknown fields, all in one
   */
  public <T> T into(Supplier<T> request) {
    T made = noting(request);
    for (String name : object.propertyNames()) {
      rules.require(asked.contains(name), name, "unknown field");
    }
    rules.enforce();
    return Objects.requireNonNull(made, "a request was refused without a reason");
  }
}
