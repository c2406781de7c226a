package dev.nextflow.gateway.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** No route passes a query parameter over: the routes are taken from the gateway itself. */
class StrictQueriesTest extends GatewayTest {

  @Autowired private RequestMappingHandlerMapping mappings;

  @Test
  void aParameterThatARouteDoesNotTakeIsRefusedByItsNameOnEveryRoute() {
    String job = submitted();
    String endpoint = endpoint();
    List<RequestMappingInfo> routes = List.copyOf(mappings.getHandlerMethods().keySet());
    assertThat(routes).hasSizeGreaterThan(30);

    for (RequestMappingInfo route : routes) {
      Answer answer = called(route, job, endpoint);

      assertThat(answer.status()).as("%s: %s", route, answer.text()).isEqualTo(400);
      assertThat(answer.text())
          .as(route.toString())
          .contains("dry_run", "unknown parameter", "invalid-request");
    }
    assertThat(api.send("DELETE", "/v1/webhook-endpoints/" + endpoint, new byte[0]).status())
        .as("it is there still")
        .isEqualTo(204);
    assertThat(api.job(job).get("state").stringValue()).as("nothing was done").isEqualTo("queued");
  }

  @Test
  void onOpenAisRoutesItIsToldInOpenAisShape() {
    Answer answer = api.get("/v1/models?dry_run=true");

    JsonNode error = answer.json().get("error");
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(error.get("param").stringValue()).isEqualTo("dry_run");
    assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/usage?from=2026-11-01&from=2026-11-02, from",
    "/v1/admin/keys?tenant=a&tenant=b, tenant",
    "/v1/jobs?limit=1&limit=2, limit"
  })
  void oneThatCanBeHeededOnceMustComeOnce(String path, String name) {
    Answer answer = api.get(path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"rule\":\"must come once\"}]".formatted(name));
  }

  private Answer called(RequestMappingInfo route, String job, String endpoint) {
    String path =
        route
            .getPatternsCondition()
            .getPatterns()
            .iterator()
            .next()
            .getPatternString()
            .replace("{id}", job)
            .replace("{endpoint}", endpoint)
            .replaceAll("\\{[^}]*}", "0");
    String method = route.getMethodsCondition().getMethods().iterator().next().name();
    String type =
        route.getConsumesCondition().getConsumableMediaTypes().stream()
            .findFirst()
            .map(MediaType::toString)
            .orElse("application/json");
    return api.send(method, path + "?dry_run=true", new byte[0], "Content-Type", type);
  }

  private String endpoint() {
    return api.post("/v1/webhook-endpoints", "{\"url\": \"https://receiver.example/\"}")
        .json()
        .get("id")
        .stringValue();
  }
}
