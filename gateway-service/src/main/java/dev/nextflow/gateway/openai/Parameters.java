package dev.nextflow.gateway.openai;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.gateway.problems.StrictJson;
import dev.nextflow.jobs.Labels;
import dev.nextflow.sequences.problems.ProblemException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of one request. Each is carried over to the platform's own route, which checks its
 * value, or read here, or refused by its name; none is passed over. Null counts as left out.
 */
final class Parameters {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final RequestFields fields;
  private final Rules rules = new Rules();
  private final ObjectNode carried = JsonNodeFactory.instance.objectNode();
  private final Map<String, String> callersNames = new HashMap<>();

  private Parameters(RequestFields fields) {
    this.fields = fields;
  }

  /**
   * Reads a body.
   *
   * @throws ProblemException with every rule that is broken here, and every parameter that {@code
   *     reader} did not ask for
   */
  static <T> T read(byte @Nullable [] body, Function<Parameters, T> reader) {
    return read(StrictJson.read(body), reader);
  }

  /** Reads an object within a body. */
  static <T> T read(ObjectNode object, Function<Parameters, T> reader) {
    RequestFields fields = new RequestFields(object);
    return fields.into(() -> {
      Parameters parameters = new Parameters(fields);
      T made = reader.apply(parameters);
      parameters.rules.enforce();
      return made;
    });
  }

  /** By their types. */
  RequestFields fields() {
    return fields;
  }

  /** Takes over what was found broken before. */
  void noting(Rules earlier) {
    fields.noting(() -> {
      earlier.enforce();
      return earlier;
    });
  }

  /** For what holds between parameters. */
  Rules rules() {
    return rules;
  }

  /** What the part makes, or null with what it found broken noted under this field. */
  <T> @Nullable T within(String field, Supplier<T> part) {
    return rules.under(field, part);
  }

  /** Takes these over under their own names. */
  void carry(String... names) {
    for (String name : names) {
      carryAs(name, name);
    }
  }

  /** Takes one over under the platform's name for it. */
  void carryAs(String name, String platformsName) {
    JsonNode value = fields.any(name);
    if (value != null) {
      callersNames.put(platformsName, name);
      put(platformsName, value);
    }
  }

  /** What the caller called something within a field that was set. */
  void name(String platformsName, String callersName) {
    callersNames.put(platformsName, callersName);
  }

  /** Sets a field of the platform's own route. */
  void put(String platformsName, JsonNode value) {
    // Beyond a double it would be written as the string "Infinity", and be a prompt.
    rules.require(
        !value.isNumber() || Double.isFinite(value.doubleValue()),
        callersNames.getOrDefault(platformsName, platformsName),
        "must be a finite number");
    carried.set(platformsName, value);
  }

  /** Keeps a string as a label of the job; one that can't be a label is refused. */
  void label(String name, String key) {
    String value = fields.text(name);
    if (value != null) {
      rules.require(
          Labels.isValue(value), name, "must be 1..128 characters without control characters");
      carried.putObject("labels").put(key, value);
    }
  }

  /** Refuses every value but these, which ask for what is done anyway. */
  void only(String name, Object... neutral) {
    JsonNode value = fields.any(name);
    rules.require(
        value == null || Arrays.stream(neutral).anyMatch(one -> same(value, one)),
        name,
        "must be "
            + String.join(" or ", Arrays.stream(neutral).map(String::valueOf).toList())
            + ", or left out");
  }

  private static boolean same(JsonNode value, Object neutral) {
    return neutral instanceof Number number
        ? value.isNumber() && value.doubleValue() == number.doubleValue()
        : value.equals(JSON.<JsonNode>valueToTree(neutral));
  }

  /** Refuses these, whatever they say; an empty list or object says nothing. */
  void refuse(String... names) {
    for (String name : names) {
      JsonNode value = fields.any(name);
      boolean says = value != null && !(value.isContainer() && value.isEmpty());
      rules.require(!says, name, "is not supported; leave it out");
    }
  }

  /** The request in the platform's words. */
  Translation translation() {
    return new Translation(carried, Map.copyOf(callersNames));
  }

  /** The object itself, as far as it was carried. */
  ObjectNode carried() {
    return carried;
  }

  /** Whole number within bounds, or what stands for it. */
  int whole(String name, int least, int most, int otherwise) {
    Long value = fields.whole(name);
    rules.within(value, least, most, name, "must be " + least + ".." + most);
    return value == null ? otherwise : value.intValue();
  }

  /** One of these words; the first stands for one that is left out. */
  String word(String name, List<String> words) {
    String value = fields.text(name);
    rules.require(
        value == null || words.contains(value), name, "must be one of " + String.join(", ", words));
    return value == null ? words.getFirst() : value;
  }

  /** True where it says so. */
  boolean flag(String name) {
    return Boolean.TRUE.equals(fields.flag(name));
  }
}
