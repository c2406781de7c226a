package dev.nextflow.gateway.contract;

import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bodies that the document gives as examples. */
final class Bodies {

  private Bodies() {}

  /** The shortest example of an operation's body, or of a line of one, that is of this variant. */
  static JsonNode minimal(Operation operation, JsonNode variant) {
    Contract contract = operation.contract();
    return operation.bodies().properties().stream()
        .flatMap(media ->
            media
                .getValue()
                .get("examples")
                .valueStream()
                .map(example -> contract.resolved(example).get("value"))
                .flatMap(value ->
                    value.isString()
                        ? Items.of(media.getKey(), value.stringValue()).stream()
                        : Stream.of(value)))
        .filter(value -> contract.faults(variant, value).isEmpty())
        .min((one, other) -> Integer.compare(one.size(), other.size()))
        .map(value -> JsonMapper.shared().readTree(value.toString())) // a copy to change
        .orElseThrow(() -> new AssertionError("no example of a variant of " + operation));
  }
}
