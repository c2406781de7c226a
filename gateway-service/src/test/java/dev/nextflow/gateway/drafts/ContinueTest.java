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

class ContinueTest extends GatewayTest {

  @Test
  void theSameJobGoesOnForWhatIsLeft() {
    String id = draft();

    Answer answer = api.send("POST", "/v1/jobs/" + id + "/continue", new byte[0]);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Location")).isEqualTo("/v1/jobs/" + id);
    // Learnt from how long the draft took, which is up to the machine.
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
    JsonNode job = answer.json();
    assertThat(job.get("id").stringValue()).isEqualTo(id);
    assertThat(job.get("state").stringValue()).isEqualTo("queued");
    assertThat(job.get("request").get("stop_after").isNull()).isTrue();
    assertThat(job.get("progress").toString())
        .isEqualTo("{\"tokens_done\":14,\"tokens_total\":91,\"percent\":15}");

    Worker worker = Worker.takes(queue, id);
    assertThat(worker.lease().checkpoint()).containsKey("codes:0:3");
    assertThat(worker.work().stopAfterScale()).isNull();
    worker.draws(4, 6).ends(new Outcome.Succeeded("{}"));
    assertThat(api.job(id).get("state").stringValue()).isEqualTo("succeeded");
    assertThat(api.get("/v1/jobs/" + id + "/images/0").status()).isEqualTo(200);
  }

  @Test
  void theProgressOfADraftIsThatOfItsWholePicture() {
    String id = draft();
    assertThat(api.job(id).get("progress").toString())
        .isEqualTo("{\"tokens_done\":14,\"tokens_total\":14,\"percent\":15}");

    assertThat(goOn(id, "{\"stop_after\": 5}").json().get("progress").toString())
        .isEqualTo("{\"tokens_done\":14,\"tokens_total\":55,\"percent\":15}");
    Worker.takes(queue, id).drawsDraft(4);

    assertThat(api.job(id).get("progress").toString())
        .isEqualTo("{\"tokens_done\":55,\"tokens_total\":55,\"percent\":60}");
    assertThat(goOn(id, "{}").json().get("progress").get("percent").intValue()).isEqualTo(60);
  }

  @Test
  void aDraftThatABudgetEndedIsAsFarAsItsPicture() {
    String id = submitted("{\"prompt\": \"a\", \"budget_tokens\": 29}");
    Worker.takes(queue, id).drawsDraft(1);

    assertThat(api.job(id).get("progress").get("percent").intValue()).isEqualTo(15);
  }

  @Test
  void aDraftMayRestAgainLater() {
    String id = draft();

    JsonNode job = goOn(id, "{\"stop_after\": 5, \"budget_tokens\": 200}").json();

    assertThat(job.get("progress").get("tokens_total").intValue()).isEqualTo(55);
    assertThat(job.get("request").get("stop_after").intValue()).isEqualTo(5);
    assertThat(job.get("request").get("budget_tokens").intValue()).isEqualTo(200);
    GenerationWork work = Worker.takes(queue, id).work();
    assertThat(work.stopAfterScale()).isEqualTo(5);
    assertThat(work.budgetTokens()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"stop_after": 3}       | stop_after    | must be 4..6, the scales that are not drawn yet
          {"stop_after": 7}       | stop_after    | must be 4..6, the scales that are not drawn yet
          {"stop_after": "4"}     | stop_after    | must be a whole number
          {"budget_tokens": 29}   | budget_tokens | must be at least 30, what the job has cost with its next scale
          {"seed": 9}             | seed          | unknown field
          """)
  void whatWouldDrawNothingIsRefused(String body, String field, String rule) {
    String id = draft();

    Answer answer = goOn(id, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"rule\":\"%s\"}]".formatted(field, rule));
    assertThat(api.job(id).get("state").stringValue()).isEqualTo("draft_ready");
  }

  @Test
  void aBudgetThatIsUsedUpMustBeRaised() {
    String id = submitted("{\"prompt\": \"a\", \"budget_tokens\": 29}");
    Worker.takes(queue, id).drawsDraft(1);

    assertThat(goOn(id, "{}").json().get("errors").get(0).get("field").stringValue())
        .isEqualTo("budget_tokens");
    assertThat(goOn(id, "{\"budget_tokens\": 91}").status()).isEqualTo(202);
    assertThat(Worker.takes(queue, id).work().lastScale()).isEqualTo(6);
  }

  @Test
  void theSameCallAgainChangesNothingHoweverFarTheJobIs() {
    String id = draft();
    String body = "{\"stop_after\": 4}";
    assertThat(goOn(id, body, "Idempotency-Key", "k").status()).isEqualTo(202);
    assertThat(goOn(id, body, "Idempotency-Key", "k").status()).as("queued").isEqualTo(202);
    Worker worker = Worker.takes(queue, id);
    assertThat(goOn(id, body, "Idempotency-Key", "k").status()).as("running").isEqualTo(202);
    worker.drawsDraft(4);

    Answer rests = goOn(id, body, "Idempotency-Key", "k");

    assertThat(rests.status()).as("at rest once more").isEqualTo(202);
    assertThat(rests.json().get("state").stringValue()).isEqualTo("draft_ready");
    Answer other = goOn(id, "{\"stop_after\": 5}", "Idempotency-Key", "k");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("code").stringValue()).isEqualTo("idempotency-key-reused");
  }

  @Test
  void aJobThatComesThatFarByItselfIsShownAsItStands() {
    String id = draft();
    goOn(id, "{}");

    Answer again = goOn(id, "{}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("state").stringValue()).isEqualTo("queued");
    Worker.takes(queue, id).draws(4, 6).ends(new Outcome.Succeeded("{}"));
    assertThat(goOn(id, "{\"stop_after\": 5}").status()).isEqualTo(200);
    assertThat(goOn(id, "{\"stop_after\": 7}").status()).isEqualTo(400);
  }

  @Test
  void aDraftThatIsNotReadyYetCanNotGoOn() {
    String id = submitted("{\"prompt\": \"a\", \"stop_after\": 3}");
    Worker.takes(queue, id).draws(1, 1);

    Answer early = goOn(id, "{}");

    assertThat(early.status()).isEqualTo(409);
    assertThat(early.json().get("code").stringValue()).isEqualTo("not-drawn-yet");
    assertThat(early.header("Retry-After")).isNotEmpty();
  }

  @Test
  void whatEndedOtherwiseIsOver() {
    String id = draft();
    api.post("/v1/jobs/" + id + "/cancel", "");

    Answer answer = goOn(id, "{}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("job-finished");
  }

  @Test
  void aReplayOfADraftIsNoDraft() {
    String source = draft();
    String id =
        api.post("/v1/replays", "{\"job\": \"%s\"}".formatted(source))
            .json()
            .get("id")
            .stringValue();
    Worker.takes(queue, id).draws(1, 3).ends(new Outcome.Succeeded("{}"));

    assertThat(goOn(id, "{\"stop_after\": 3}").status()).isEqualTo(200);
    assertThat(goOn(id, "{}").json().get("code").stringValue()).isEqualTo("job-finished");
  }

  @Test
  void aDraftOfABundleThatIsGoneStaysADraft() {
    String id = draft();
    tokenizer.replaceBundle();

    Answer answer = goOn(id, "{}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("bundle-gone");
    assertThat(api.job(id).get("state").stringValue()).isEqualTo("draft_ready");
  }

  @Test
  void anAnswerInTextHasNoDrafts() {
    String id =
        api.post("/v1/understandings", "{\"prompt\": \"Why?\"}").json().get("id").stringValue();

    assertThat(goOn(id, "{}").status()).isEqualTo(404);
  }

  private Answer goOn(String id, String body, String... headers) {
    return api.post("/v1/jobs/" + id + "/continue", body, headers);
  }

  /** A job that rests with three of six scales: 14 of 91 tokens. */
  private String draft() {
    String id = submitted("{\"prompt\": \"a\", \"stop_after\": 3}");
    Worker.takes(queue, id).drawsDraft(1);
    return id;
  }
}
