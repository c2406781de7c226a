package dev.nextflow.gateway.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.GenerationWork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RerollTest extends GatewayTest {

  @Test
  void variantsAreANewJobThatKeepsTheFirstScalesOfThePicture() {
    String source = submitted("{\"prompt\": \"ab\", \"n\": 2, \"seed\": 7, \"top_p\": 0.5}");
    GenerationWork drawn = finish(source);

    Answer answer = reroll(source, "{\"keep_scales\": 4, \"image\": 1, \"n\": 3, \"seed\": 8}");

    assertThat(answer.status()).isEqualTo(202);
    JsonNode job = answer.json();
    String id = job.get("id").stringValue();
    assertThat(id).isNotEqualTo(source);
    assertThat(answer.header("Location")).isEqualTo("/v1/jobs/" + id);
    assertThat(job.get("progress").get("tokens_total").intValue())
        .as("only what is drawn")
        .isEqualTo(3 * (25 + 36));
    assertThat(job.get("request").get("prompt").stringValue()).isEqualTo("ab");
    assertThat(job.get("request").get("n").intValue()).isEqualTo(3);
    assertThat(job.get("request").get("seed").intValue()).isEqualTo(8);
    assertThat(job.get("request").get("reroll").toString())
        .isEqualTo("{\"job\":\"%s\",\"image\":1,\"keep_scales\":4}".formatted(source));

    GenerationWork work = Worker.takes(queue, id).work();
    assertThat(work.given())
        .containsExactly(
            Worker.codes(1, 1, 1),
            Worker.codes(1, 2, 4),
            Worker.codes(1, 3, 9),
            Worker.codes(1, 4, 16));
    assertThat(work.images()).isEqualTo(3);
    assertThat(work.seed()).isEqualTo(8);
    assertThat(work.conditionalIds()).isEqualTo(drawn.conditionalIds());
    assertThat(work.sampling()).isEqualTo(drawn.sampling());
    assertThat(work.digest()).isEqualTo(drawn.digest());
  }

  @Test
  void whatIsKeptCanBeLookedAtBeforeAnythingIsDrawn() {
    String source = submitted();
    finish(source);
    String id = reroll(source, "{\"keep_scales\": 3}").json().get("id").stringValue();

    Answer kept = api.get("/v1/jobs/" + id + "/images/0?scale=3");
    assertThat(kept.status()).isEqualTo(200);
    assertThat(api.get("/v1/jobs/" + id + "/images/0?scale=4").status()).isEqualTo(409);

    Worker.takes(queue, id).draws(4, 6).ends(new Outcome.Succeeded("{}"));
    JsonNode job = api.job(id);
    assertThat(job.get("images").get(0).get("scale").intValue()).isEqualTo(6);
    assertThat(job.get("progress").toString())
        .isEqualTo("{\"tokens_done\":77,\"tokens_total\":77,\"percent\":100}");
    assertThat(api.get("/v1/jobs/" + id + "/images/0").text())
        .endsWith(Worker.codes(0, 6, 36).toBase64());
  }

  @Test
  void aDraftHasVariantsToo() {
    String source = submitted("{\"prompt\": \"a\", \"stop_after\": 3, \"budget_tokens\": 50}");
    Worker.takes(queue, source).drawsDraft(1);

    JsonNode job = reroll(source, "{\"keep_scales\": 3, \"n\": 4}").json();

    assertThat(job.get("request").get("stop_after").isNull()).isTrue();
    assertThat(job.get("request").get("budget_tokens").isNull()).isTrue();
    assertThat(Worker.takes(queue, job.get("id").stringValue()).work().lastScale()).isEqualTo(6);
    assertThat(api.job(source).get("state").stringValue()).isEqualTo("draft_ready");
  }

  @Test
  void variantsHaveTheTermsOfTheirSource() {
    String source =
        submitted(
            "{\"prompt\": \"a\", \"labels\": {\"order\": \"17\"}, \"retention\": 3600,"
                + " \"deadline\": 600}");
    finish(source);

    JsonNode request = reroll(source, "{\"keep_scales\": 1}").json().get("request");

    assertThat(request.get("labels").toString()).isEqualTo("{\"order\":\"17\"}");
    assertThat(request.get("retention").intValue()).isEqualTo(3600);
    assertThat(api.get("/v1/jobs?label=order:17").json().get("jobs")).hasSize(2);
  }

  @Test
  void variantsOfAReplayAreNoReplay() {
    String source = submitted();
    finish(source);
    String replay =
        api.post("/v1/replays", "{\"job\": \"%s\"}".formatted(source))
            .json()
            .get("id")
            .stringValue();
    finish(replay);

    JsonNode request = reroll(replay, "{\"keep_scales\": 1}").json().get("request");

    assertThat(request.has("replay")).isFalse();
    assertThat(request.get("reroll").get("job").stringValue()).isEqualTo(replay);
  }

  @Test
  void variantsWithoutASeedDiffer() {
    String source = submitted();
    finish(source);

    assertThat(reroll(source, "{\"keep_scales\": 1}").json().get("request").get("seed"))
        .isNotEqualTo(reroll(source, "{\"keep_scales\": 1}").json().get("request").get("seed"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                    | keep_scales | is required
          {"keep_scales": 0}                    | keep_scales | must be 1..5
          {"keep_scales": 6}                    | keep_scales | must be 1..5
          {"keep_scales": 1, "image": 1}        | image       | must be 0..0
          {"keep_scales": 1, "n": 5}            | n           | must be 1..4
          {"keep_scales": 1, "seed": -1}        | seed        | must be 0..9007199254740991
          {"keep_scales": 1, "temperature": 1}  | temperature | unknown field
          """)
  void aBadRequestNamesItself(String body, String field, String rule) {
    String source = submitted();
    finish(source);

    Answer answer = reroll(source, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"rule\":\"%s\"}]".formatted(field, rule));
  }

  @Test
  void nothingThatIsNotDrawnCanBeKept() {
    String source = submitted("{\"prompt\": \"a\", \"stop_after\": 3}");
    Worker worker = Worker.takes(queue, source);
    assertThat(reroll(source, "{\"keep_scales\": 1}").json().get("code").stringValue())
        .isEqualTo("not-drawn-yet");
    worker.drawsDraft(1);

    assertThat(reroll(source, "{\"keep_scales\": 4}").json().get("errors").toString())
        .contains("must be 1..3");
  }

  @Test
  void aCancelledJobHasNoVariants() {
    String source = submitted();
    api.post("/v1/jobs/" + source + "/cancel", "");

    assertThat(reroll(source, "{\"keep_scales\": 1}").json().get("code").stringValue())
        .isEqualTo("job-finished");
  }

  @Test
  void theSameKeyIsTheSameJobAndAnotherSourceIsNot() {
    String source = submitted();
    finish(source);
    String other = submitted();
    finish(other);
    String body = "{\"keep_scales\": 2}";

    JsonNode first = reroll(source, body, "Idempotency-Key", "r").json();
    assertThat(reroll(source, body, "Idempotency-Key", "r").json().get("id"))
        .isEqualTo(first.get("id"));
    assertThat(reroll(other, body, "Idempotency-Key", "r").status()).isEqualTo(422);
  }

  @Test
  void aPictureOfABundleThatIsGoneHasNoVariants() {
    String source = submitted();
    finish(source);
    tokenizer.replaceBundle();

    assertThat(reroll(source, "{\"keep_scales\": 2}").json().get("code").stringValue())
        .isEqualTo("bundle-gone");
  }

  @Test
  void aRepeatUnderItsKeyIsTheSameJobWhateverBecameOfTheSource() {
    String source = submitted();
    finish(source);
    String key = "reroll-of-" + source;
    String body = "{\"keep_scales\": 4}";
    String id = reroll(source, body, "Idempotency-Key", key).json().get("id").stringValue();
    delete(source);

    Answer again = reroll(source, body, "Idempotency-Key", key);

    assertThat(again.status()).as(again.text()).isEqualTo(202);
    assertThat(again.json().get("id").stringValue()).isEqualTo(id);
    assertThat(reroll(source, "{\"keep_scales\": 5}", "Idempotency-Key", key).status())
        .as("another body")
        .isEqualTo(422);
    assertThat(reroll(source, body, "Idempotency-Key", key + "2").status()).isEqualTo(404);
    api.post("/v1/jobs/" + id + "/cancel", "");
    delete(id);
    assertThat(reroll(source, body, "Idempotency-Key", key).json().get("code").stringValue())
        .isEqualTo("job-gone");
  }

  private void delete(String id) {
    assertThat(api.send("DELETE", "/v1/jobs/" + id, new byte[0]).status()).isEqualTo(204);
  }

  private Answer reroll(String id, String body, String... headers) {
    return api.post("/v1/jobs/" + id + "/reroll", body, headers);
  }

  private GenerationWork finish(String id) {
    Worker worker = Worker.takes(queue, id);
    worker.drawsAll();
    return worker.work();
  }
}
