package dev.nextflow.gateway.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.BatchLine;
import dev.nextflow.gateway.JobDesk;
import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.gateway.limits.Counters;
import dev.nextflow.gateway.limits.Quota;
import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.jobs.Share;
import dev.nextflow.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A batch is no way round the limits of its tenant. */
@TestPropertySource(properties = "nextflow.gateway.batch-every=100ms")
class BatchLimitsTest extends KeyedGatewayTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  /** A picture of 96x96 pixels: six scales. */
  private static final int TOKENS = 91;

  private static final String ONE_PICTURE = "{\"prompt\": \"a\", \"size\": \"96x96\"}";

  @Autowired private BatchStore store;
  @Autowired private BatchFeeder feeder;
  @Autowired private JobDesk desk;
  @Autowired private Counters counters;

  @Test
  void linesBecomeJobsAsFarAsTheMinuteOfTheirTenantHasRoom() {
    String tenant = newTenant("\"tokens_per_minute\": " + 2 * TOKENS);
    Api user = user(tenant);

    String id = id(post(user, line(1) + line(2) + line(3)));

    Eventually.holds("two are jobs", LONG, () -> count(user, id, "unfinished") == 2);
    feeder.lookOnce().block(LONG);
    assertThat(count(user, id, "waiting")).isEqualTo(1);
    Answer beside = user.post("/v1/generations", ONE_PICTURE);
    assertThat(beside.status()).as("the lines were charged").isEqualTo(429);
    assertThat(beside.header("RateLimit")).contains("\"tokens\";r=0;");

    change(tenant, "\"tokens_per_minute\": " + 3 * TOKENS);
    Eventually.holds("the last is a job", LONG, () -> count(user, id, "unfinished") == 3);
  }

  @Test
  void aLineThatNoMinuteCanHoldIsRejected() {
    Api user = user(newTenant("\"tokens_per_minute\": " + TOKENS));

    JsonNode batch = post(user, line(1) + line(2, "\"n\": 2")).json();

    assertThat(batch.get("lines").get("rejected").intValue()).isEqualTo(1);
    assertThat(batch.get("rejected").get(0).get("problem").get("errors").toString())
        .isEqualTo(
            "[{\"field\":\"tokens\",\"rule\":\"must be at most 91, the tenant's tokens per minute;"
                + " this asks for 182\"}]");
  }

  @Test
  void aLineThatIsNotGoodAnyMoreWhenItsTurnComesIsRejectedAndHoldsUpNoOther() {
    String tenant = newTenant("\"tokens_per_minute\": " + 2 * TOKENS);
    Api user = user(tenant);
    String hook =
        user.post("/v1/webhook-endpoints", "{\"url\": \"https://receiver.example/\"}")
            .json()
            .get("id")
            .stringValue();
    assertThat(user.post("/v1/generations", ONE_PICTURE.replace("}", ", \"n\": 2}")).status())
        .isEqualTo(202);
    String id =
        id(post(user, line(1, "\"webhook\": \"" + hook + "\"") + line(2, "\"n\": 2") + line(3)));
    user.send("DELETE", "/v1/webhook-endpoints/" + hook, new byte[0]);
    // Room for one more picture, and not for two.
    change(tenant, "\"tokens_per_minute\": " + 3 * TOKENS);

    Eventually.holds("the first is rejected", LONG, () -> count(user, id, "rejected") == 1);
    JsonNode rejected = user.get("/v1/batches/" + id).json().get("rejected").get(0);

    assertThat(rejected.get("custom_id").stringValue()).isEqualTo("line-1");
    assertThat(rejected.get("problem").get("errors").get(0).get("field").stringValue())
        .isEqualTo("webhook");
    assertThat(count(user, id, "waiting")).as("in their order").isEqualTo(2);
    change(tenant, "\"tokens_per_minute\": " + 5 * TOKENS);
    Eventually.holds("the others are jobs", LONG, () -> count(user, id, "unfinished") == 2);
  }

  @Test
  void aLineIsChargedOnceThoughItsFeederDiedBeforeOrAfterSubmittingIt() {
    String tenant = newTenant("\"tokens_per_minute\": " + 3 * TOKENS);
    Api user = user(tenant);
    TenantLimits limits = new TenantLimits(600, 3 * TOKENS, 10, 1);
    feeder.stop();
    String id;
    try {
      id = id(post(user, line(1) + line(2) + line(3)));
      counters.take(tenant, Quota.TOKENS, 3 * TOKENS, TOKENS, key(id, 1)).block();
      Batch batch = store.find(tenant, new BatchId(id)).block();
      BatchLine second = store.lines(batch, List.of(2)).block().get(2);
      desk.submit(
              tenant,
              limits,
              Share.USUAL,
              ((BatchLine.Good) second).order(),
              key(id, 2),
              key(id, 2))
          .block();
    } finally {
      feeder.start();
    }

    Eventually.holds("all are jobs", LONG, () -> count(user, id, "unfinished") == 3);
    assertThat(user.post("/v1/generations", ONE_PICTURE).status()).isEqualTo(429);
  }

  private void change(String tenant, String limit) {
    Answer changed = admin.sendJson("PATCH", "/v1/admin/tenants/" + tenant, "{" + limit + "}");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
  }

  private static String key(String batch, int line) {
    return "batch " + batch + " " + line;
  }

  private static String line(int number, String... more) {
    String fields = more.length == 0 ? "" : ", " + more[0];
    return "{\"custom_id\": \"line-%d\", \"prompt\": \"a\", \"size\": \"96x96\"%s}\n"
        .formatted(number, fields);
  }

  private static Answer post(Api user, String lines) {
    return user.send(
        "POST",
        "/v1/batches",
        lines.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        "application/jsonl");
  }

  private static String id(Answer accepted) {
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    return accepted.json().get("id").stringValue();
  }

  private static int count(Api user, String id, String where) {
    return user.get("/v1/batches/" + id).json().get("lines").get(where).intValue();
  }
}
