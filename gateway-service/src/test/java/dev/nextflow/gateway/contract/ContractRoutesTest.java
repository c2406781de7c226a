package dev.nextflow.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** The document has the gateway's routes, all of them and no others. */
class ContractRoutesTest extends ContractTest {

  // The operators' port has mappings of its own, in a context of its own.
  @Autowired private RequestMappingHandlerMapping mappings;

  @Test
  void routesAndOperationsAreTheSame() {
    Set<String> routes = new TreeSet<>();
    mappings.getHandlerMethods().keySet().forEach(mapping -> addAll(routes, mapping));
    Set<String> operations =
        CONTRACT.operations().stream().map(Operation::toString).collect(Collectors.toSet());

    assertThat(operations).hasSizeGreaterThan(30).containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void whatARouteTakesIsWhatItsOperationTakes() {
    mappings
        .getHandlerMethods()
        .keySet()
        .forEach(mapping -> {
          Set<String> routes = new TreeSet<>();
          addAll(routes, mapping);
          Set<String> consumed =
              mapping.getConsumesCondition().getConsumableMediaTypes().stream()
                  .map(Object::toString)
                  .collect(Collectors.toSet());
          CONTRACT.operations().stream()
              .filter(operation -> routes.contains(operation.toString()) && !consumed.isEmpty())
              .forEach(operation ->
                  assertThat(operation.bodies().propertyNames())
                      .as(operation.toString())
                      .containsExactlyInAnyOrderElementsOf(consumed));
        });
  }

  @Test
  void theDocumentIsServedByteForByte() throws IOException {
    Answer answer = admin.get("/v1/openapi.yaml");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
    // Tests run in their module.
    assertThat(answer.body()).isEqualTo(Files.readAllBytes(Path.of("../docs/api/openapi.yaml")));
  }

  private static void addAll(Set<String> routes, RequestMappingInfo mapping) {
    mapping
        .getMethodsCondition()
        .getMethods()
        .forEach(method ->
            mapping
                .getPatternsCondition()
                .getPatterns()
                .forEach(pattern -> routes.add(method + " " + pattern.getPatternString())));
  }
}
