package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.gateway.webhooks.Receiver.Hit;
import dev.nextflow.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalManagementPort;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is sent to endpoints, and what is told of it. */
class DeliveriesHttpTest extends WebhookRouteTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @LocalManagementPort private int managementPort;

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
  void howLateAWebhookCameIsMeasuredFromTheEndOfItsJob() {
    double before = lateSeconds();
    added();
    receiver.behaves(
        (hit, response) -> response.status(receiver.hits().size() < 2 ? 500 : 204).send());

    Worker.takes(queue, submitted()).drawsAll();

    Eventually.holds("it is measured", SOON, () -> lateSeconds() > before);
    assertThat(receiver.hits()).hasSizeGreaterThanOrEqualTo(2);
  }

  /** Of all webhooks together, as Prometheus reads it. */
  private double lateSeconds() {
    try (Api operators = new Api(managementPort)) {
      return operators
          .get("/actuator/prometheus")
          .text()
          .lines()
          .filter(line -> line.startsWith("nextflow_gateway_webhooks_lag_seconds_sum"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    }
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
      String request =
          "{\"custom_id\": \"a\", \"prompt\": \"a\", \"webhook\": \"%s\"}".formatted(id);
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

  /** The first delivery of the log, once it has come to the state. */
  private JsonNode logged(JsonNode endpoint, String state) {
    return Eventually.get(
        "a delivery is " + state,
        SOON,
        () ->
            Optional.ofNullable(api.get(path(endpoint) + "/deliveries").json().get("data").get(0))
                .filter(delivery -> delivery.get("state").stringValue().equals(state)));
  }
}
