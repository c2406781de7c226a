package dev.nextflow.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.EventStream;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LimitsTest extends KeyedGatewayTest {

  /** A picture of 96x96 pixels: six scales. */
  private static final int TOKENS = 91;

  private static final String ONE_PICTURE = "{\"prompt\": \"a\", \"size\": \"96x96\"}";

  @Test
  void anAnswerSaysWhatItsTenantMayStillDo() {
    Api user = user(newTenant("\"requests_per_minute\": 10", "\"tokens_per_minute\": 1000"));

    user.post("/v1/generations", ONE_PICTURE);
    Answer second = user.post("/v1/generations", ONE_PICTURE);

    assertThat(second.status()).isEqualTo(202);
    assertThat(second.header("RateLimit-Policy"))
        .isEqualTo("\"requests\";q=10;w=60, \"tokens\";q=1000;qu=\"tokens\";w=60");
    assertThat(second.header("RateLimit"))
        .matches("\"requests\";r=8;t=\\d+, \"tokens\";r=" + (1000 - 2 * TOKENS) + ";t=\\d+");
    assertThat(seconds(second.header("RateLimit"), "requests")).isBetween(1L, 61L);
  }

  @Test
  void oneRequestTooManyIsRefusedAndToldWhenToComeBack() {
    Api user = user(newTenant("\"requests_per_minute\": 2"));
    user.post("/v1/generations", ONE_PICTURE);
    // A request that is refused for its body has cost the gateway work all the same.
    assertThat(user.post("/v1/generations", "{}").status()).isEqualTo(400);

    Answer refused = user.post("/v1/generations", ONE_PICTURE);

    isTooMany(refused);
    assertThat(refused.header("RateLimit")).startsWith("\"requests\";r=0;t=");
    assertThat(refused.header("Retry-After"))
        .isEqualTo(Long.toString(seconds(refused.header("RateLimit"), "requests")));
  }

  @Test
  void tokensAreChargedByThePriceOfTheJob() {
    Api user = user(newTenant("\"tokens_per_minute\": " + 3 * TOKENS));

    Answer two = user.post("/v1/generations", ONE_PICTURE.replace("}", ", \"n\": 2}"));
    Answer twoMore = user.post("/v1/generations", ONE_PICTURE.replace("}", ", \"n\": 2}"));
    Answer one = user.post("/v1/generations", ONE_PICTURE);

    assertThat(two.status()).isEqualTo(202);
    assertThat(two.header("RateLimit")).contains("\"tokens\";r=" + TOKENS + ";");
    isTooMany(twoMore);
    assertThat(twoMore.header("RateLimit")).contains("\"tokens\";r=" + TOKENS + ";");
    assertThat(one.status()).isEqualTo(202);
  }

  @Test
  void aJobThatNoMinuteCanHoldIsRefusedForGood() {
    Api user = user(newTenant("\"tokens_per_minute\": " + (TOKENS - 1)));

    Answer answer = user.post("/v1/generations", ONE_PICTURE);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo(
            "[{\"field\":\"tokens\",\"rule\":\"must be at most 90, the tenant's tokens per minute;"
                + " this asks for 91\"}]");
  }

  @Test
  void lookingAndCancellingAreFree() {
    Api user = user(newTenant("\"requests_per_minute\": 1"));
    String id = user.draw(ONE_PICTURE).get("id").stringValue();
    isTooMany(user.post("/v1/generations", ONE_PICTURE));

    for (int i = 0; i < 5; i++) {
      assertThat(user.get("/v1/jobs/" + id).status()).isEqualTo(200);
    }
    Answer cancelled = user.post("/v1/jobs/" + id + "/cancel", "");
    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.header("RateLimit")).isEmpty();
  }

  @Test
  void aTenantHoldsAsManyStreamsAsItsOwnLimitSays() {
    Api user = user(newTenant("\"open_streams\": 1"));
    String id = user.draw(ONE_PICTURE).get("id").stringValue();
    try (EventStream held = user.events(id)) {
      held.awaitComments(1);

      assertThat(user.get("/v1/jobs/" + id + "/events").status()).isEqualTo(429);
    }
  }

  @Test
  void aRepeatUnderTheSameKeyIsNotChargedAgainAndPassesAFullWindow() {
    Api user = user(newTenant("\"tokens_per_minute\": " + TOKENS));
    Answer first = user.post("/v1/generations", ONE_PICTURE, "Idempotency-Key", "k");

    Answer repeat = user.post("/v1/generations", ONE_PICTURE, "Idempotency-Key", "k");

    assertThat(first.status()).isEqualTo(202);
    assertThat(repeat.status()).isEqualTo(202);
    assertThat(id(repeat)).isEqualTo(id(first));
    assertThat(repeat.header("RateLimit")).contains("\"tokens\";r=0;");
    isTooMany(user.post("/v1/generations", ONE_PICTURE, "Idempotency-Key", "k-2"));
  }

  @Test
  void aKeyThatIsReusedForAnotherBodyCostsNothing() {
    Api user = user(newTenant("\"tokens_per_minute\": " + 2 * TOKENS));
    user.post("/v1/generations", ONE_PICTURE, "Idempotency-Key", "k");

    Answer reused = user.post("/v1/generations", "{\"prompt\": \"b\"}", "Idempotency-Key", "k");

    assertThat(reused.status()).isEqualTo(422);
    assertThat(user.post("/v1/generations", ONE_PICTURE).status()).isEqualTo(202);
  }

  @Test
  void whatWasRefusedForAnotherReasonCostsNoTokensAndItsKeyIsStillFresh() {
    String tenant = newTenant("\"tokens_per_minute\": " + 2 * TOKENS, "\"jobs_in_flight\": 1");
    Api user = user(tenant);
    String foreignHook = ONE_PICTURE.replace("}", ", \"webhook\": \"we_" + "0".repeat(32) + "\"}");
    assertThat(user.post("/v1/generations", foreignHook).status()).isEqualTo(400);
    String first = user.draw(ONE_PICTURE).get("id").stringValue();
    Answer crowded = user.post("/v1/generations", ONE_PICTURE, "Idempotency-Key", "k");
    assertThat(crowded.status()).isEqualTo(429);

    user.post("/v1/jobs/" + first + "/cancel", "");
    String second = id(user.post("/v1/generations", ONE_PICTURE, "Idempotency-Key", "other"));
    user.post("/v1/jobs/" + second + "/cancel", "");

    isTooMany(user.post("/v1/generations", ONE_PICTURE, "Idempotency-Key", "k"));
  }

  /** As the page says: a queue counts for itself, and each kind has its own. */
  @Test
  void jobsInFlightAreCountedForEachKindByItself() {
    Api user = user(newTenant("\"jobs_in_flight\": 1"));
    String question = "{\"prompt\": \"Why?\"}";

    assertThat(user.post("/v1/generations", ONE_PICTURE).status()).isEqualTo(202);
    assertThat(user.post("/v1/generations", ONE_PICTURE).status()).isEqualTo(429);
    assertThat(user.post("/v1/understandings", question).status()).isEqualTo(202);
    assertThat(user.post("/v1/understandings", question).status()).isEqualTo(429);
  }

  @Test
  void anothersLimitIsUntouched() {
    Api one = user(newTenant("\"requests_per_minute\": 1"));
    Api other = user(newTenant("\"requests_per_minute\": 1"));

    assertThat(one.post("/v1/generations", ONE_PICTURE).status()).isEqualTo(202);
    assertThat(other.post("/v1/generations", ONE_PICTURE).status()).isEqualTo(202);
    isTooMany(one.post("/v1/generations", ONE_PICTURE));
  }

  /** All within less than a minute, hence within one window, however slow the machine. */
  @Test
  void twoGatewaysTogetherAdmitNoMoreThanTheLimitWhateverCallersClaim() throws Exception {
    int limit = 100;
    String tenant = newTenant("\"requests_per_minute\": " + limit);
    int second = secondGateway();
    List<Api> callers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String key = newKey(tenant).get("key").stringValue();
      callers.add(as(port, key));
      callers.add(as(second, key));
    }
    long startNanos = System.nanoTime();
    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers.size())) {
      for (int i = 0; i < 2 * limit; i++) {
        Api caller = callers.get(i % callers.size());
        answers.add(threads.submit(() -> pretending(caller)));
      }
    }
    assertThat(System.nanoTime() - startNanos).as("within a window").isLessThan(59_000_000_000L);

    int admitted = 0;
    for (Future<Integer> answer : answers) {
      assertThat(answer.get()).isIn(400, 429);
      admitted += answer.get() == 400 ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(limit);
  }

  @Test
  void aGatewayWithRaisedLimitsLetsMoreInWithinFiveSeconds() {
    String tenant = newTenant("\"requests_per_minute\": 1");
    Api user = user(tenant);
    user.post("/v1/generations", ONE_PICTURE);
    isTooMany(user.post("/v1/generations", ONE_PICTURE));

    admin.sendJson("PATCH", "/v1/admin/tenants/" + tenant, "{\"requests_per_minute\": 100}");

    Eventually.holds(
        "more is let in",
        Duration.ofSeconds(5),
        () -> user.post("/v1/generations", ONE_PICTURE).status() == 202);
  }

  /** A request that is let in and then refused for its body: 400 instead of the limiter's 429. */
  private static int pretending(Api caller) {
    String address = "10.0.0." + ThreadLocalRandom.current().nextInt(256);
    return caller
        .post(
            "/v1/generations",
            "{}",
            "X-Forwarded-For",
            address,
            "Forwarded",
            "for=" + address,
            "X-Real-IP",
            address)
        .status();
  }

  private static String id(Answer answer) {
    JsonNode job = answer.json();
    return job.get("id").stringValue();
  }

  private static long seconds(String rateLimit, String quota) {
    Matcher t = Pattern.compile("\"" + quota + "\";r=\\d+;t=(\\d+)").matcher(rateLimit);
    assertThat(t.find()).as(rateLimit).isTrue();
    return Long.parseLong(t.group(1));
  }

  private static void isTooMany(Answer answer) {
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("too-many-requests");
    assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(1L, 61L);
    assertThat(answer.header("RateLimit-Policy")).isNotEmpty();
  }
}
