package dev.nextflow.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.webhooks.Receiver.Hit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import tools.jackson.databind.JsonNode;

/** Secrets of endpoints: sealed, and rotated without a gap. */
class EndpointSecretsHttpTest extends WebhookRouteTest {

  @Autowired private ReactiveStringRedisTemplate redis;

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

  private Hit pinged(JsonNode endpoint, int count) {
    api.post(path(endpoint) + "/test", "");
    return receiver.await(count).getLast();
  }
}
