package dev.nextflow.gateway.contract;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The document, read. Thread-safe. */
final class Contract {

  private static final List<String> METHODS = List.of("get", "post", "patch", "put", "delete");

  /** As the gateway has it in its jar. */
  static final Contract WRITTEN = new Contract(bytes());

  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private Contract(byte[] yaml) {
    document = new YAMLMapper().readTree(yaml);
    document
        .get("paths")
        .properties()
        .forEach(path ->
            METHODS.stream()
                .filter(path.getValue()::has)
                .map(method -> Operation.of(this, method, path.getKey(), path.getValue()))
                .forEach(operations::add));
  }

  static byte[] bytes() {
    try {
      return new ClassPathResource("openapi.yaml", Contract.class).getContentAsByteArray();
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** The operation of a request; a path without variables goes before one with some. */
  Optional<Operation> operation(String method, String path) {
    return operations.stream()
        .filter(operation -> operation.method().equals(method) && operation.isAt(path))
        .min((one, other) -> Boolean.compare(one.path().contains("{"), other.path().contains("{")));
  }

  /** What stands at a pointer of the document. */
  JsonNode at(String pointer) {
    return document.at(pointer);
  }

  /** The node, or what it refers to. */
  JsonNode resolved(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = document.at(at.get("$ref").stringValue().substring(1));
    }
    return at;
  }

  /** Why the value is not what the schema says; empty where it is. */
  List<String> faults(JsonNode schema, JsonNode value) {
    return schemas.computeIfAbsent(schema, this::compiled).validate(value).stream()
        .map(error -> error.getInstanceLocation() + " " + error.getMessage())
        .toList();
  }

  private Schema compiled(JsonNode schema) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.putArray("allOf").add(schema);
    // What references lead to.
    whole.putObject("components").set("schemas", document.at("/components/schemas"));
    return registry.getSchema(whole);
  }
}
