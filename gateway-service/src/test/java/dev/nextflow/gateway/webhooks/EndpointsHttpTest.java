package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Endpoints as such: added, shown, changed, deleted, and nobody else's. */
class EndpointsHttpTest extends WebhookRouteTest {

  @Autowired private RequestMappingHandlerMapping routes;

  @Test
  void aNewEndpointShowsItsSecretOnce() {
    Answer added =
        api.post(
            ENDPOINTS,
            "{\"url\": \"%s\", \"events\": [\"job.failed\"], \"description\": \"mine\"}"
                .formatted(receiver.url()));

    assertThat(added.status()).isEqualTo(201);
    JsonNode endpoint = added.json();
    assertThat(added.header("Location")).isEqualTo(path(endpoint));
    assertThat(endpoint.propertyNames())
        .containsExactly(
            "id",
            "object",
            "url",
            "events",
            "description",
            "enabled",
            "disabled_reason",
            "disabled_at",
            "created_at",
            "old_secret_expires_at",
            "secret");
    assertThat(endpoint.get("secret").stringValue()).startsWith("whsec_").hasSize(50);
    assertThat(endpoint.get("events").toString()).isEqualTo("[\"job.failed\"]");
    assertThat(endpoint.get("enabled").booleanValue()).isTrue();

    JsonNode shown = api.get(path(endpoint)).json();
    assertThat(shown.has("secret")).isFalse();
    assertThat(shown.get("url").stringValue()).isEqualTo(receiver.url());
    assertThat(api.get(ENDPOINTS).json().toString())
        .isEqualTo("{\"object\":\"list\",\"data\":[" + shown + "]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                    | url         | is required
          {"url": 7}                                            | url         | must be a string
          {"url": "https://10.0.0.1/"}                          | url         | must name a public host
          {"url": "https://a.example/", "events": []}           | events      | must be ["*"] or some of job.succeeded, job.partially_succeeded, job.draft_ready, job.awaiting_approval, job.failed, job.cancelled, job.expired
          {"url": "https://a.example/", "events": ["job.done"]} | events      | must be ["*"] or some of job.succeeded, job.partially_succeeded, job.draft_ready, job.awaiting_approval, job.failed, job.cancelled, job.expired
          {"url": "https://a.example/", "events": "*"}          | events      | must be a list of strings
          {"url": "https://a.example/", "description": 1}       | description | must be a string
          {"url": "https://a.example/", "enabled": false}       | enabled     | unknown field
          {"url": "https://a.example/", "secret": "whsec_AAAA"} | secret      | unknown field
          """)
  void aBrokenRuleNamesItsField(String body, String field, String rule) {
    Answer refused = api.post(ENDPOINTS, body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").toString())
        .isEqualTo(JsonMapper.shared().writeValueAsString(List.of(new Fault(field, rule))));
  }

  private record Fault(String field, String rule) {}

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    Answer refused =
        api.post(ENDPOINTS, "{\"url\": \"gopher://a\", \"events\": [\"x\"], \"colour\": 1}");

    assertThat(refused.json().get("errors").findValuesAsString("field"))
        .containsExactlyInAnyOrder("url", "events", "colour");
  }

  @Test
  void aTenantHasNoTwoEndpointsOfOneUrlAndOnlySoMany() {
    added();
    assertThat(api.post(ENDPOINTS, "{\"url\": \"%s\"}".formatted(receiver.url())).text())
        .contains("must not be that of another of your endpoints");

    for (int i = 1; i < Endpoints.MOST_PER_TENANT; i++) {
      assertThat(add("{\"url\": \"https://a.example/%d\"}".formatted(i)).has("id")).isTrue();
    }
    Answer oneTooMany = api.post(ENDPOINTS, "{\"url\": \"https://a.example/more\"}");
    assertThat(oneTooMany.status()).isEqualTo(400);
    assertThat(oneTooMany.text()).contains("there can be no more than 16 endpoints");
  }

  @Test
  void aChangeTouchesWhatItNames() {
    JsonNode endpoint = added();

    JsonNode changed =
        patch(endpoint, "{\"events\": [\"job.expired\", \"job.failed\"], \"enabled\": false}");

    assertThat(changed.get("events").toString()).isEqualTo("[\"job.failed\",\"job.expired\"]");
    assertThat(changed.get("url")).isEqualTo(endpoint.get("url"));
    assertThat(changed.get("enabled").booleanValue()).isFalse();
    assertThat(changed.get("disabled_reason").stringValue()).isEqualTo("requested");
    assertThat(Instant.parse(changed.get("disabled_at").stringValue())).isNotNull();
    assertThat(api.get(path(endpoint)).json()).isEqualTo(changed);

    JsonNode back = patch(endpoint, "{\"events\": [\"*\"], \"enabled\": true}");
    assertThat(back.get("events").toString()).isEqualTo("[\"*\"]");
    assertThat(back.get("disabled_reason").isNull()).isTrue();
  }

  @Test
  void whatIsDeletedIsGone() {
    JsonNode endpoint = added();

    Answer deleted = api.send("DELETE", path(endpoint), new byte[0]);

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(api.get(path(endpoint)).status()).isEqualTo(404);
    assertThat(api.send("DELETE", path(endpoint), new byte[0]).status()).isEqualTo(404);
    assertThat(api.get(ENDPOINTS).json().get("data")).isEmpty();
  }

  @Test
  void anotherTenantsEndpointIsTheSame404AsNoEndpointOnEveryRoute() {
    EndpointId foreign = foreign();
    List<String> routesOfAnEndpoint = routesOfAnEndpoint();
    assertThat(routesOfAnEndpoint).hasSize(7);

    for (String route : routesOfAnEndpoint) {
      Answer toForeign = call(route, foreign.value());
      assertThat(toForeign.status()).as(route).isEqualTo(404);
      assertThat(toForeign.json().get("code").stringValue()).isEqualTo("not-found");
      assertThat(call(route, EndpointId.random().value()).text()).isEqualTo(toForeign.text());
      assertThat(call(route, "17").text()).as(route).isEqualTo(toForeign.text());
    }
    Endpoint untouched = store.find("somebody-else", foreign).blockOptional().orElseThrow();
    assertThat(untouched.secrets().current()).isEqualTo("plain:x");
    assertThat(untouched.disabled()).isNull();
  }

  /** Taken from the gateway itself, so that a new route can't be forgotten here. */
  private List<String> routesOfAnEndpoint() {
    return routes.getHandlerMethods().keySet().stream()
        .flatMap(mapping ->
            mapping.getMethodsCondition().getMethods().stream()
                .flatMap(method ->
                    mapping.getPatternsCondition().getPatterns().stream()
                        .map(pattern -> method + " " + pattern.getPatternString())))
        .filter(route -> route.contains("{endpoint}"))
        .toList();
  }

  private Answer call(String route, String id) {
    String[] methodAndPath = route.split(" ");
    String path =
        methodAndPath[1]
            .replace("{endpoint}", id)
            .replace("{delivery}", DeliveryId.random().value());
    return api.send(
        methodAndPath[0],
        path,
        "{}".getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        "application/json");
  }
}
