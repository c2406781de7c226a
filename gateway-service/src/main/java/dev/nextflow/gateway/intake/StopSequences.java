package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The texts that end an answer, as a request writes them: one, or a list of some. */
final class StopSequences {

  static final String FIELD = "stop";

  private static final int MOST = 4;
  private static final int MOST_CHARACTERS = 128;

  private StopSequences() {}

  /** The texts, each once; null where there is no such field, or it is noted as broken. */
  static @Nullable List<String> from(RequestFields fields) {
    JsonNode written = fields.any(FIELD);
    return written == null ? null : fields.noting(() -> read(written));
  }

  private static List<String> read(JsonNode written) {
    Rules rules = new Rules();
    boolean list = written.isArray() && written.valueStream().allMatch(JsonNode::isString);
    rules.require(
        written.isString() || list && written.size() <= MOST,
        FIELD,
        "must be a string, or a list of at most " + MOST);
    rules.enforce();
    if (written.isString()) {
      check(rules, FIELD, written.stringValue());
    }
    for (int i = 0; i < written.size(); i++) {
      check(rules, FIELD + "[" + i + "]", written.get(i).stringValue());
    }
    rules.enforce();
    return written.isString()
        ? List.of(written.stringValue())
        : written.valueStream().map(JsonNode::stringValue).distinct().toList();
  }

  private static void check(Rules rules, String field, String text) {
    int characters = text.codePointCount(0, text.length());
    rules.require(
        characters >= 1 && characters <= MOST_CHARACTERS,
        field,
        "must be 1.." + MOST_CHARACTERS + " characters");
    rules.requirePlain(field, text);
  }
}
