package dev.nextflow.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.access.ApiKey;
import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.gateway.testbed.MortalRedis;
import dev.nextflow.testing.Eventually;
import dev.nextflow.testing.MortalBackend;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@Import(MortalRedis.class)
@TestPropertySource(
    properties = {"spring.data.redis.timeout=2s", "nextflow.jobs.answer-timeout=3s"})
@DirtiesContext
class CountersAwayTest extends KeyedGatewayTest {

  private static final String ONE = "{\"prompt\": \"a\"}";

  @Autowired private MortalBackend mortal;

  /** The configured admin key needs no look at Redis: what is refused, the counter has refused. */
  @Test
  void withoutTheCounterNoNewWorkIsLetInAndLookingGoesOn() {
    Api user = user(newTenant());
    assertThat(user.post("/v1/generations", ONE).status()).isEqualTo(202);
    assertThat(admin.post("/v1/generations", ONE).status()).isEqualTo(202);
    mortal.kill();

    isUnavailable(admin.post("/v1/generations", ONE));
    isUnavailable(user.post("/v1/generations", ONE));
    isUnavailable(as(newestKey()).get("/v1/jobs"));
    assertThat(admin.get("/v1/models").status()).isEqualTo(200);

    mortal.restart();
    Eventually.holds(
        "work is let in again",
        Duration.ofSeconds(60),
        () -> user.post("/v1/generations", ONE).status() == 202);
  }

  /** One that no gateway has seen, so that it must be looked up. */
  private static String newestKey() {
    return ApiKey.random().text();
  }

  private static void isUnavailable(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(answer.text()).doesNotContain("edis");
  }
}
