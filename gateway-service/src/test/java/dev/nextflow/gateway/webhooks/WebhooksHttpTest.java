package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.gateway.webhooks.Receiver.Hit;
import dev.nextflow.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestPropertySource(
    properties = {
      "nextflow.webhooks.lax=true",
      "nextflow.webhooks.allowed-networks=127.0.0.0/8",
      "nextflow.webhooks.secret-key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      "nextflow.webhooks.retry-after=20ms,20ms",
      "nextflow.webhooks.look-every=50ms"
    })
class WebhooksHttpTest extends GatewayTest {

  private static final String ENDPOINTS = "/v1/webhook-endpoints";
  private static final Duration SOON = Duration.ofSeconds(60);

  @Autowired private EndpointStore store;
  @Autowired private ReactiveStringRedisTemplate redis;
  @Autowired private RequestMappingHandlerMapping routes;
  private Receiver receiver;

  @BeforeEach
  void open() {
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    api.get(ENDPOINTS)
        .json()
        .get("data")
        .forEach(endpoint -> api.send("DELETE", path(endpoint), new byte[0]));
    receiver.close();
  }

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

  @Test
  void secretsAreSealedWhereTheyAreKept() {
    JsonNode endpoint = added();
    String secret = endpoint.get("secret").stringValue();
    api.post(path(endpoint) + "/rotate", "{}");

    List<String> stored =
        redis
            .keys("nextflow:{webhooks}:endpoint:*")
            .flatMap(key -> redis.opsForHash().values(key))
            .map(Object::toString)
            .collectList()
            .block();

    assertThat(stored)
        .isNotEmpty()
        .noneMatch(value -> value.contains("whsec_") || value.contains(secret.substring(6)));
    assertThat(stored).filteredOn(value -> value.startsWith("aes:")).hasSize(2);
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

  @Test
  void rotatingGivesANewSecretAndTheOldOneSignsTooForAWhile() {
    JsonNode endpoint = added();
    String first = endpoint.get("secret").stringValue();

    JsonNode rotated = api.post(path(endpoint) + "/rotate", "{\"grace_seconds\": 600}").json();

    String second = rotated.get("secret").stringValue();
    assertThat(second).isNotEqualTo(first);
    assertThat(Instant.parse(rotated.get("old_secret_expires_at").stringValue()))
        .isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(700));
    Hit hit = pinged(endpoint, 1);
    assertThat(ReceiverKit.accepts(first, hit)).isTrue();
    assertThat(ReceiverKit.accepts(second, hit)).isTrue();

    JsonNode atOnce = api.post(path(endpoint) + "/rotate", "{\"grace_seconds\": 0}").json();
    assertThat(atOnce.get("old_secret_expires_at").isNull()).isTrue();
    Hit later = pinged(endpoint, 2);
    assertThat(ReceiverKit.accepts(atOnce.get("secret").stringValue(), later)).isTrue();
    assertThat(ReceiverKit.accepts(second, later)).isFalse();
  }

  @Test
  void rotatingNeedsNoBodyAndRefusesABadOne() {
    JsonNode endpoint = added();

    Answer plain = api.send("POST", path(endpoint) + "/rotate", new byte[0]);
    assertThat(plain.status()).isEqualTo(200);
    assertThat(Instant.parse(plain.json().get("old_secret_expires_at").stringValue()))
        .isAfter(Instant.now().plus(Duration.ofHours(23)));

    for (String body : List.of("{\"grace_seconds\": -1}", "{\"grace_seconds\": 604801}")) {
      assertThat(api.post(path(endpoint) + "/rotate", body).text())
          .contains("\"grace_seconds\",\"rule\":\"must be 0..604800\"");
    }
  }

  @Test
  void aTestSaysWhatTheReceiverAnswered() {
    JsonNode endpoint = added();

    Answer good = api.post(path(endpoint) + "/test", "");
    assertThat(good.status()).isEqualTo(200);
    assertThat(good.json().propertyNames())
        .containsExactly("delivered", "status", "failure", "duration_ms");
    assertThat(good.json().get("delivered").booleanValue()).isTrue();
    assertThat(good.json().get("status").intValue()).isEqualTo(204);
    Hit ping = receiver.hits().getFirst();
    assertThat(ReceiverKit.accepts(endpoint.get("secret").stringValue(), ping)).isTrue();
    assertThat(JsonMapper.shared().readTree(ping.body()).get("type").stringValue())
        .isEqualTo("ping");

    receiver.behaves((hit, response) -> response.status(410).sendString(Mono.just("inner words")));
    Answer gone = api.post(path(endpoint) + "/test", "");
    assertThat(gone.json().get("delivered").booleanValue()).isFalse();
    assertThat(gone.json().get("status").intValue()).isEqualTo(410);
    assertThat(gone.text()).doesNotContain("inner words");
    assertThat(api.get(path(endpoint)).json().get("enabled").booleanValue()).isTrue();

    receiver.close();
    Answer nobody = api.post(path(endpoint) + "/test", "");
    assertThat(nobody.json().get("status").isNull()).isTrue();
    assertThat(nobody.json().get("failure").stringValue()).isEqualTo("no-connection");
  }

  @Test
  void theEndOfAJobArrivesAndIsInTheLogAndNoPromptIsInIt() {
    JsonNode endpoint = added();
    String job = submitted("{\"prompt\": \"a secret garden\"}");
    Worker.takes(queue, job).drawsAll();

    Hit hit = receiver.await(1).getFirst();

    assertThat(ReceiverKit.accepts(endpoint.get("secret").stringValue(), hit)).isTrue();
    assertThat(hit.body()).contains("job.succeeded", job).doesNotContain("garden", "prompt");
    JsonNode data = JsonMapper.shared().readTree(hit.body()).get("data");
    JsonNode view = api.job(job);
    for (String field : List.of("id", "object", "kind", "model", "state", "created_at")) {
      assertThat(data.get(field)).as(field).isEqualTo(view.get(field));
    }
    JsonNode delivery = logged(endpoint, "delivered");
    assertThat(delivery.propertyNames())
        .containsExactly(
            "id", "object", "event", "job", "state", "created_at", "next_attempt_at", "attempts");
    assertThat(delivery.get("id").stringValue()).isEqualTo(hit.id());
    assertThat(delivery.get("job").stringValue()).isEqualTo(job);
    assertThat(delivery.get("attempts")).hasSize(1);
    JsonNode attempt = delivery.get("attempts").get(0);
    assertThat(attempt.propertyNames()).containsExactly("at", "duration_ms", "status", "failure");
    assertThat(attempt.get("status").intValue()).isEqualTo(204);
  }

  @Test
  void aDeliveryIsSentAgainOnRequestUnderItsId() {
    JsonNode endpoint = added();
    receiver.behaves(Receiver.answering(500));
    Worker.takes(queue, submitted()).drawsAll();
    JsonNode failed = logged(endpoint, "failed");
    assertThat(failed.get("attempts")).hasSize(3);
    receiver.behaves(Receiver.answering(200));

    Answer due =
        api.post(
            path(endpoint) + "/deliveries/" + failed.get("id").stringValue() + "/redeliver", "");

    assertThat(due.status()).isEqualTo(202);
    assertThat(logged(endpoint, "delivered").get("attempts")).hasSize(4);
    assertThat(receiver.hits())
        .extracting(Hit::id)
        .hasSize(4)
        .containsOnly(failed.get("id").stringValue());
  }

  @Test
  void theLogComesInPages() {
    JsonNode endpoint = added();
    for (int i = 0; i < 3; i++) {
      api.post("/v1/jobs/" + submitted() + "/cancel", "");
    }
    receiver.await(3);

    JsonNode first = api.get(path(endpoint) + "/deliveries?limit=2").json();
    JsonNode second =
        api.get(
                path(endpoint)
                    + "/deliveries?limit=2&cursor="
                    + first.get("next_cursor").stringValue())
            .json();

    assertThat(first.get("data")).hasSize(2);
    assertThat(second.get("data")).hasSize(1);
    assertThat(second.get("next_cursor").isNull()).isTrue();
    assertThat(first.findValuesAsString("event")).containsOnly("job.cancelled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=",
        "limit=1&limit=2",
        "cursor=x",
        "cursor=",
        "cursor=MTIzOndkXzA",
        "page=2"
      })
  void aPageThatThereIsNotIsRefusedByName(String query) {
    Answer refused = api.get(path(added()) + "/deliveries?" + query);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("errors").get(0).get("field").stringValue())
        .isEqualTo(query.replaceAll("=.*", ""));
  }

  @Test
  void aJobTellsTheEndpointItNamesAndShowsIt() {
    try (Receiver other = new Receiver()) {
      JsonNode endpoint = added();
      add("{\"url\": \"%s\"}".formatted(other.url()));
      String id = endpoint.get("id").stringValue();

      String named = submitted("{\"prompt\": \"a\", \"webhook\": \"%s\"}".formatted(id));
      assertThat(api.job(named).get("request").get("webhook").stringValue()).isEqualTo(id);
      api.post("/v1/jobs/" + named + "/cancel", "");
      String open = submitted();
      assertThat(api.job(open).get("request").get("webhook").isNull()).isTrue();
      api.post("/v1/jobs/" + open + "/cancel", "");

      receiver.await(2);
      assertThat(other.await(1)).hasSize(1);
      assertThat(other.hits().getFirst().body()).contains(open);
    }
  }

  @Test
  void anEndpointThatCanNotBeToldIsRefusedWithTheJob() {
    JsonNode disabled = added();
    patch(disabled, "{\"enabled\": false}");
    EndpointId foreign = foreign();

    for (String id :
        List.of(
            disabled.get("id").stringValue(),
            foreign.value(),
            EndpointId.random().value(),
            "nonsense")) {
      String request = "{\"custom_id\": \"a\", \"prompt\": \"a\", \"webhook\": \"%s\"}".formatted(id);
      String alone = request.replace("\"custom_id\": \"a\", ", "");
      for (String route : List.of("/v1/generations", "/v1/understandings", "/v1/estimates")) {
        assertThat(blamed(api.post(route, alone))).as(route).isEqualTo("webhook");
      }
      assertThat(api.post("/v1/estimates", alone).text())
          .isEqualTo(api.post("/v1/generations", alone).text());
      byte[] line = request.getBytes(StandardCharsets.UTF_8);
      assertThat(blamed(api.send("POST", "/v1/batches", line, "Content-Type", "application/jsonl")))
          .isEqualTo("line 1: webhook");
    }
  }

  /** The first field to blame. */
  private static String blamed(Answer refused) {
    assertThat(refused.status()).isEqualTo(400);
    return refused.json().get("errors").get(0).get("field").stringValue();
  }

  private EndpointId foreign() {
    EndpointId foreign = EndpointId.random();
    store
        .add(
            "somebody-else",
            foreign,
            new EndpointChange("https://a.example/" + foreign, null, null, null),
            "plain:x",
            16)
        .block();
    return foreign;
  }

  private JsonNode added() {
    return add("{\"url\": \"%s\"}".formatted(receiver.url()));
  }

  private JsonNode add(String body) {
    Answer added = api.post(ENDPOINTS, body);
    assertThat(added.status()).as(added.text()).isEqualTo(201);
    return added.json();
  }

  private JsonNode patch(JsonNode endpoint, String body) {
    Answer changed =
        api.send(
            "PATCH",
            path(endpoint),
            body.getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/json");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    return changed.json();
  }

  private Hit pinged(JsonNode endpoint, int count) {
    api.post(path(endpoint) + "/test", "");
    return receiver.await(count).getLast();
  }

  /** The first delivery of the log, once it has come to the state. */
  private JsonNode logged(JsonNode endpoint, String state) {
    return Eventually.get(
        "a delivery is " + state,
        SOON,
        () ->
            Optional.ofNullable(api.get(path(endpoint) + "/deliveries").json().get("data").get(0))
                .filter(delivery -> delivery.get("state").stringValue().equals(state)));
  }

  private static String path(JsonNode endpoint) {
    return ENDPOINTS + "/" + endpoint.get("id").stringValue();
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
