package dev.nextflow.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Pace;
import dev.nextflow.jobs.QueueNames;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EstimatesTest extends GatewayTest {

  /** What must be equal to what the job then says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt\": \"ab\"}",
        "{\"prompt\": \"ab\", \"n\": 3, \"size\": \"128x64\"}",
        "{\"prompt\": \"ab\", \"n\": 2, \"stop_after\": 4}",
        "{\"prompt\": \"ab\", \"n\": 2, \"budget_tokens\": 100}"
      })
  void imageTokensAreThePriceOfTheJobToTheToken(String body) {
    JsonNode estimate = api.post("/v1/estimates", body).json();
    JsonNode job = api.draw(body);

    assertThat(estimate.get("image_tokens").intValue())
        .isEqualTo(job.get("progress").get("tokens_total").intValue());
    assertThat(estimate.get("prompt_tokens").intValue()).isEqualTo(2 + 8);
    assertThat(estimate.get("text_tokens_at_most").intValue()).isZero();
  }

  @Test
  void everyScaleIsPricedForWhoeverLooksForAStop() {
    JsonNode estimate =
        api.post("/v1/estimates", "{\"prompt\": \"a\", \"n\": 2, \"budget_tokens\": 59}").json();

    assertThat(estimate.get("object").stringValue()).isEqualTo("estimate");
    assertThat(estimate.get("kind").stringValue()).isEqualTo("generation");
    assertThat(estimate.get("model").stringValue()).isEqualTo("demo");
    assertThat(estimate.get("image_tokens").intValue()).isEqualTo(28);
    assertThat(estimate.get("last_scale").intValue()).isEqualTo(3);
    assertThat(estimate.get("scales")).hasSize(6);
    assertThat(estimate.get("scales").get(3).toString())
        .isEqualTo("{\"scale\":4,\"grid\":\"4x4\",\"tokens\":32,\"tokens_so_far\":60}");
  }

  @Test
  void anAnswerHasAnUpperBound() {
    JsonNode estimate =
        api.post(
                "/v1/estimates",
                "{\"kind\": \"understanding\", \"prompt\": \"Why?\", \"max_tokens\": 77}")
            .json();

    assertThat(estimate.get("kind").stringValue()).isEqualTo("understanding");
    assertThat(estimate.get("text_tokens_at_most").intValue()).isEqualTo(77);
    assertThat(estimate.get("prompt_tokens").intValue()).isEqualTo(4 + 8);
    assertThat(estimate.get("image_tokens").intValue()).isZero();
  }

  @Test
  void howLongItTakesIsToldOnceThatHasBeenSeen() {
    assertThat(estimate("{\"prompt\": \"a\"}").get("seconds").isNull()).isTrue();
    Worker.takes(queue, submitted()).drawsAll();

    double one = estimate("{\"prompt\": \"a\"}").get("seconds").doubleValue();
    double four = estimate("{\"prompt\": \"a\", \"n\": 4}").get("seconds").doubleValue();

    assertThat(one).isBetween(0.0, 60.0);
    assertThat(four).isCloseTo(4 * one, within(0.003));
  }

  @Test
  void secondsAreToldToTheMillisecond() {
    Estimate estimate =
        new Estimate(
            "estimate", Kind.UNDERSTANDING, "demo", "sha256:0", 0, 9, 3, 0, null, List.of());

    // Three tokens, and what a float makes of 39 ms for each.
    assertThat(estimate.at(new Pace(1, 0, 1, 38.999991, 3)).seconds()).isEqualTo(0.117);
    assertThat(estimate.at(new Pace(1, 0, 1, 0.1, 3)).seconds()).isZero();
  }

  private JsonNode estimate(String body) {
    return api.post("/v1/estimates", body).json();
  }

  @Test
  void nothingIsQueued() {
    api.post("/v1/estimates", "{\"prompt\": \"a\"}", "Idempotency-Key", "an-estimate");

    String queueName = QueueNames.generation("demo", tokenizer.digest());
    assertThat(queue.reserve(queueName, "test").blockOptional()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                  | prompt | is required
          {"prompt": "a", "kind": "painting"} | kind   | must be generation, understanding or composition
          {"prompt": "a", "max_tokens": 3}    | max_tokens | unknown field
          {"prompt": "a", "kind": "understanding", "n": 3} | n | unknown field
          {"prompt": "a", "level": 5}         | level  | must be one of 6, 4
          {"prompt": "a", "kind": "composition", "max_pictures": 5} | max_pictures | must be 1..4
          """)
  void whatWouldBeNoJobIsNoEstimate(String body, String field, String rule) {
    Answer answer = api.post("/v1/estimates", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"rule\":\"%s\"}]".formatted(field, rule));
  }

  @Test
  void modelsSayWhatThereIsToAskFor() {
    JsonNode model = api.get("/v1/models").json().get("data").get(0);

    assertThat(model.get("aspect_ratios").toString()).isEqualTo("[\"1:1\",\"7:4\"]");
    assertThat(model.get("levels").toString()).isEqualTo("[6,4]");
  }
}
