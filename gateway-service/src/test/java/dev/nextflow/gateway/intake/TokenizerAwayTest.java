package dev.nextflow.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerAwayTest extends GatewayTest {

  private static final String GOOD = "{\"prompt\": \"a red house\"}";

  @Test
  void aServiceThatIsAwayIsA503UntilItIsBack() {
    String id = submitted();
    Worker.takes(queue, id).drawsAll();

    tokenizer.whileAway(() -> {
      isUnavailable(api.post("/v1/generations", GOOD));
      isUnavailable(api.post("/v1/understandings", GOOD));
      isUnavailable(api.get("/v1/jobs/" + id + "/images/0"));
      assertThat(api.get("/v1/jobs/" + id).status()).isEqualTo(200);
    });

    assertThat(api.post("/v1/generations", GOOD).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void aServiceInTroubleIsA503(int status) {
    tokenizer.answerWith(status);

    isUnavailable(api.post("/v1/generations", GOOD));
  }

  @Test
  void aServiceThatRefusesWithoutAReasonIsOurMistake() {
    tokenizer.answerWith(404);

    assertThat(api.post("/v1/generations", GOOD).status()).isEqualTo(500);
  }

  @Test
  void aBundleThatIsReplacedBetweenTwoRequestsIsNoticed() {
    String before = submitted();
    tokenizer.replaceBundle();

    String after = submitted();

    assertThat(after)
        .doesNotStartWith(before.substring(0, before.lastIndexOf('-')))
        .contains(tokenizer.digest().substring(7, 15));
  }

  @Test
  void theModelsAreShownWithWhatMayBeAskedOfThem() {
    submitted(); // notices the test's own bundle

    assertThat(api.get("/v1/models").json().toString())
        .isEqualTo(
            ("{\"object\":\"list\",\"data\":[{\"id\":\"demo\",\"object\":\"model\","
                    + "\"created\":0,\"owned_by\":\"nextflow\","
                    + "\"digest\":\"%s\",\"sizes\":[\"96x96\",\"128x64\",\"64x64\",\"80x48\"],"
                    + "\"aspect_ratios\":[\"1:1\",\"7:4\"],\"levels\":[6,4],"
                    + "\"sampling\":{\"guidance\":3.0,\"temperature\":1.0,\"top_k\":50,\"top_p\":0.95},"
                    + "\"max_prompt_tokens\":%d,\"max_top_k\":%d}]}")
                .formatted(
                    tokenizer.digest(),
                    TokenizerServer.MAX_PROMPT_TOKENS,
                    TokenizerServer.SAMPLER_CANDIDATES));
  }

  private static void isUnavailable(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("code").stringValue()).isEqualTo("unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("2");
  }
}
