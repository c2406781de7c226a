package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A tenant with its endpoints, and a receiver that they lead to. */
@TestPropertySource(
    properties = {
      "nextflow.webhooks.lax=true",
      "nextflow.webhooks.allowed-networks=127.0.0.0/8",
      "nextflow.webhooks.secret-key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      "nextflow.webhooks.retry-after=20ms,20ms",
      "nextflow.webhooks.look-every=50ms"
    })
abstract class WebhookRouteTest extends GatewayTest {

  static final String ENDPOINTS = "/v1/webhook-endpoints";

  @Autowired EndpointStore store;
  Receiver receiver;

  @BeforeEach
  final void open() {
    receiver = new Receiver();
  }

  @AfterEach
  final void close() {
    api.get(ENDPOINTS)
        .json()
        .get("data")
        .forEach(endpoint -> api.send("DELETE", path(endpoint), new byte[0]));
    receiver.close();
  }

  JsonNode added() {
    return add("{\"url\": \"%s\"}".formatted(receiver.url()));
  }

  JsonNode add(String body) {
    Answer added = api.post(ENDPOINTS, body);
    assertThat(added.status()).as(added.text()).isEqualTo(201);
    return added.json();
  }

  JsonNode patch(JsonNode endpoint, String body) {
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

  static String path(JsonNode endpoint) {
    return ENDPOINTS + "/" + endpoint.get("id").stringValue();
  }

  EndpointId foreign() {
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
}
