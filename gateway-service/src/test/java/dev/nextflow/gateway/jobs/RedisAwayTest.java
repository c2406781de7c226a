package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.EventStream;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.MortalRedis;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.testing.Eventually;
import dev.nextflow.testing.MortalBackend;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Has a Redis of its own, which it kills. */
@Import(MortalRedis.class)
@TestPropertySource(
    properties = {"spring.data.redis.timeout=2s", "nextflow.jobs.answer-timeout=3s"})
@DirtiesContext
class RedisAwayTest extends GatewayTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @Autowired private MortalBackend redis;

  @Test
  void withoutRedisEverythingIsA503AndNothingAcceptedIsLost() {
    String id = submitted();
    try (EventStream stream = api.events(id)) {
      assertThat(stream.next().orElseThrow().type()).isEqualTo("queued");
      redis.kill();

      isUnavailable(api.post("/v1/generations", "{\"prompt\": \"a\"}"));
      isUnavailable(api.get("/v1/jobs/" + id));
      isUnavailable(api.get("/v1/jobs/" + id + "/images/0"));
      isUnavailable(api.post("/v1/jobs/" + id + "/cancel", ""));
      assertThat(api.get("/v1/models").status()).isEqualTo(200);

      redis.restart();
      Eventually.holds(
          "the gateway is back", SOON, () -> api.get("/v1/jobs/" + id).status() == 200);
      assertThat(api.job(id).get("state").stringValue()).isEqualTo("queued");
      Worker.takes(queue, id).drawsAll();
      assertThat(stream.toEnd()).hasSize(8);
      assertThat(api.get("/v1/jobs/" + id + "/images/0").status()).isEqualTo(200);
    }
  }

  private static void isUnavailable(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(answer.text()).doesNotContain("edis");
  }
}
