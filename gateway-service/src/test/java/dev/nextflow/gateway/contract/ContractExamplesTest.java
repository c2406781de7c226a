package dev.nextflow.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever copies an example has something that is right. */
class ContractExamplesTest {

  private static final Contract CONTRACT = Contract.WRITTEN;
  private final List<String> faults = new ArrayList<>();

  @Test
  void everyExampleIsWhatItsSchemaSays() {
    for (Operation operation : CONTRACT.operations()) {
      operation.parameters().forEach(p -> single(operation + " " + p.get("name"), p));
      bodies(operation + " request", operation.bodies());
      for (String status : operation.statuses()) {
        JsonNode response = operation.response(Integer.parseInt(status)).orElseThrow();
        bodies(operation + " " + status, response.path("content"));
        response
            .path("headers")
            .properties()
            .forEach(header ->
                single(operation + " " + header.getKey(), CONTRACT.resolved(header.getValue())));
      }
    }
    JsonNode received = CONTRACT.at("/webhooks/job/post");
    bodies("webhook", received.at("/requestBody/content"));
    received.get("parameters").forEach(p -> single("webhook", p));

    assertThat(faults).isEmpty();
  }

  @Test
  void problemsAreThoseOfTheCatalogue() {
    List<String> codes = Arrays.stream(ProblemType.values()).map(ProblemType::code).toList();

    assertThat(strings("/components/schemas/ProblemCode/enum")).containsExactlyElementsOf(codes);
    for (ProblemType type : ProblemType.values()) {
      JsonNode example = CONTRACT.at("/components/examples/" + type.code() + "/value");
      assertThat(example.isObject()).as(type.code()).isTrue();
      Problem problem = JsonMapper.shared().treeToValue(example, Problem.class);
      assertThat(problem)
          .isEqualTo(Problem.of(type, problem.errors().toArray(Problem.FieldError[]::new)));
    }
  }

  @Test
  void aProblemStandsUnderItsStatus() {
    for (Operation operation : CONTRACT.operations()) {
      for (String status : operation.statuses()) {
        JsonNode content =
            operation.response(Integer.parseInt(status)).orElseThrow().path("content");
        content
            .valueStream()
            .flatMap(media -> media.path("examples").valueStream())
            .map(example -> CONTRACT.resolved(example).get("value"))
            .flatMap(ContractExamplesTest::code)
            .forEach(code ->
                assertThat(ProblemType.of(code).orElseThrow().status())
                    .as(operation + " " + code)
                    .isEqualTo(Integer.parseInt(status)));
      }
    }
  }

  private static Stream<String> code(JsonNode value) {
    return Stream.of(value.path("code"), value.at("/error/code"))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue);
  }

  private void bodies(String what, JsonNode content) {
    content.properties().stream()
        .filter(media -> !media.getKey().startsWith("image/"))
        .forEach(media -> {
          JsonNode examples = media.getValue().path("examples");
          require(what, !examples.isEmpty(), "no example of " + media.getKey());
          examples.forEach(example -> body(what, media.getKey(), media.getValue(), example));
        });
  }

  private void body(String what, String type, JsonNode media, JsonNode example) {
    JsonNode value = CONTRACT.resolved(example).get("value");
    if (media.has("schema")) {
      fits(what, media.get("schema"), value);
    }
    if (media.has("x-item-schema")) {
      Items.of(type, value.stringValue())
          .forEach(item -> fits(what, media.get("x-item-schema"), item));
    }
  }

  private void single(String what, JsonNode described) {
    require(what, described.has("example"), "no example");
    fits(what, described.get("schema"), described.path("example"));
  }

  private void fits(String what, JsonNode schema, JsonNode value) {
    CONTRACT.faults(schema, value).forEach(fault -> faults.add(what + ": " + fault));
  }

  private void require(String what, boolean holds, String otherwise) {
    if (!holds) {
      faults.add(what + ": " + otherwise);
    }
  }

  private static List<String> strings(String pointer) {
    return CONTRACT.at(pointer).valueStream().map(JsonNode::stringValue).toList();
  }
}
