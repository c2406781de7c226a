package dev.nextflow.gateway.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.GenerationWork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Thinking, and the gate behind it: what is ordered, shown, taken and refused. */
class ApproveTest extends GatewayTest {

  private static final int BOI = TokenizerServer.BOI;
  private static final String GATED =
      "{\"prompt\":\"a\",\"size\":\"64x64\",\"thinking\":\"on\",\"approval\":\"required\"}";
  private static final String PLANNED =
      "{\"usage\":{\"text_tokens\":3},\"thinking\":{\"ids\":[5,6],\"followed\":true}}";

  @Test
  void aThoughtIsOrderedAndItsTokensAreInThePrice() {
    JsonNode job =
        api.draw(
            "{\"prompt\":\"a\",\"size\":\"64x64\",\"thinking\":\"on\",\"text_temperature\":0.5}");
    GenerationWork work = Worker.takes(queue, id(job)).work();

    assertThat(work.conditionalIds()).containsExactly(1001, 1002, 1003, 'a', 0, 1, 2, 3, 4, 5, 6);
    assertThat(work.thinking().instructionIds()).isEqualTo(3);
    assertThat(work.thinking().temperature()).isEqualTo(0.5);
    assertThat(work.thinking().topP()).isEqualTo(1);
    assertThat(work.thinking().approval()).isFalse();
    assertThat(job.at("/progress/tokens_total").intValue()).isEqualTo(30 + 160);
    assertThat(job.at("/request/thinking").stringValue()).isEqualTo("on");
    assertThat(job.at("/request/text_temperature").doubleValue()).isEqualTo(0.5);
    assertThat(job.at("/thinking").isNull()).isTrue();
    assertThat(api.job(id(job)).at("/phase/name").stringValue()).isEqualTo("thinking");
    JsonNode estimate =
        api.post("/v1/estimates", "{\"prompt\":\"a\",\"size\":\"64x64\",\"thinking\":\"on\"}")
            .json();
    assertThat(estimate.get("text_tokens_at_most").intValue()).isEqualTo(160);
    assertThat(estimate.get("image_tokens").intValue()).isEqualTo(30);
  }

  @Test
  void nothingIsThoughtUnlessItIsAskedFor() {
    JsonNode job = api.draw("{\"prompt\":\"a\",\"size\":\"64x64\"}");
    assertThat(Worker.takes(queue, id(job)).work().thinking()).isNull();
    assertThat(job.at("/request/thinking").stringValue()).isEqualTo("off");
    assertThat(job.at("/request").has("text_temperature")).isFalse();
  }

  @Test
  void aPlanRestsIsShownAndIsTakenAsItIs() {
    String id = planned();
    JsonNode job = api.job(id);
    assertThat(job.get("state").stringValue()).isEqualTo("awaiting_approval");
    assertThat(job.at("/thinking").toString())
        .isEqualTo("{\"text\":\"text of 5 6\",\"final_prompt\":null,\"followed\":true}");
    assertThat(job.at("/links/approve").stringValue()).isEqualTo("/v1/jobs/" + id + "/approve");
    assertThat(job.get("images")).isEmpty();
    JsonNode transcript = api.get("/v1/jobs/" + id + "/transcript").json();
    assertThat(transcript.get("thought_ids").toString()).isEqualTo("[5,6,7]");

    Answer answer = api.post("/v1/jobs/" + id + "/approve", "");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().at("/progress/tokens_total").intValue()).isEqualTo(30 + 3);
    Worker worker = Worker.takes(queue, id);
    assertThat(worker.work().thinking().approval()).isFalse();
    assertThat(worker.work().thinking().approved()).isNull();
    assertThat(worker.lease().checkpoint()).containsKey("thought:ids");
  }

  @Test
  void aPlanIsTakenWithAnotherEnd() {
    String id = planned();
    Answer answer = approve(id, "{\"final_prompt\":\"a <|boi|>\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    int[] approved = Worker.takes(queue, id).work().thinking().approved();
    assertThat(new String(approved, 0, approved.length))
        .isEqualTo("text of 5 6 The final prompt is: a <|boi|>");
  }

  @Test
  void picturesOfAThinkingJobAreFoundThoughItsTokensAreMore() {
    String id = id(api.draw("{\"prompt\":\"a\",\"size\":\"64x64\",\"thinking\":\"on\"}"));
    Worker worker = Worker.takes(queue, id).thinks(5, 6, BOI);
    worker.drawsAfter(3, 1, 4);
    worker.ends(new Outcome.Succeeded(PLANNED));

    JsonNode job = api.job(id);
    assertThat(job.at("/images/0/scale").intValue()).isEqualTo(4);
    assertThat(job.at("/images/0/url").stringValue()).doesNotContain("scale=");
    assertThat(api.get("/v1/jobs/" + id + "/transcript").json().get("prompt_ids").toString())
        .isEqualTo("[1001,1002,1003,97,0,1,2,3,4,5,6,5,6,7]");

    api.post("/v1/jobs/" + id + "/reroll", "{\"keep_scales\":1}");
    api.post("/v1/replays", "{\"job\":\"" + id + "\"}");
    for (int i = 0; i < 2; i++) {
      GenerationWork work = Worker.takes(queue, id).work();
      assertThat(work.thinking()).as("what was thought is not thought again").isNull();
      assertThat(work.conditionalIds())
          .containsExactly(1001, 1002, 1003, 'a', 0, 1, 2, 3, 4, 5, 6, 5, 6, BOI);
    }
  }

  @Test
  void takingItTwiceIsRefusedButForTheSameKey() {
    String id = planned();
    String[] key = {"Idempotency-Key", "k"};
    assertThat(api.post("/v1/jobs/" + id + "/approve", "{}", key).status()).isEqualTo(202);
    assertThat(api.post("/v1/jobs/" + id + "/approve", "{}", key).status()).isEqualTo(202);
    refused(approve(id, "{}"), 409, "not-awaiting-approval");
    Worker worker = Worker.takes(queue, id);
    refused(approve(id, "{}"), 409, "not-awaiting-approval");
    worker.ends(new Outcome.Succeeded("{}"));
    refused(approve(id, "{}"), 409, "job-finished");
  }

  @Test
  void onlyAPlanThatIsThereCanBeTaken() {
    String early = id(api.draw(GATED));
    refused(approve(early, "{}"), 409, "not-awaiting-approval");
    String cancelled = planned();
    api.post("/v1/jobs/" + cancelled + "/cancel", "");
    refused(approve(cancelled, "{}"), 409, "job-finished");
    refused(approve("nonsense", "{}"), 404, "not-found");
    String gone = planned();
    tokenizer.replaceBundle();
    refused(approve(gone, "{}"), 409, "bundle-gone");
  }

  @Test
  void anEndThatBreaksARuleLeavesThePlanAsItIs() {
    String id = planned();
    for (String end : new String[] {"\" \"", "7", "\"" + "a".repeat(150) + "\"", "\"\\ud800\""}) {
      Answer answer = approve(id, "{\"final_prompt\":" + end + "}");
      refused(answer, 400, "invalid-request");
      assertThat(answer.json().at("/errors/0/field").stringValue()).isEqualTo("final_prompt");
    }
    assertThat(api.job(id).get("state").stringValue()).isEqualTo("awaiting_approval");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'thinking':'maybe'                        | thinking         | must be off or on",
        "'text_temperature':1                      | text_temperature | must be left out",
        "'thinking':'off','text_top_p':1           | text_top_p       | must be left out",
        "'thinking':'on','text_temperature':11     | text_temperature | must be 0..10",
        "'thinking':'on','text_top_p':0            | text_top_p       | must be above 0",
        "'approval':'required'                     | approval         | must be none",
        "'thinking':'on','approval':'later'        | approval         | must be none or required"
      })
  void aWishThatBreaksARuleIsRefusedByName(String wishes, String field, String rule) {
    Answer answer =
        api.post("/v1/generations", ("{'prompt':'a'," + wishes + "}").replace('\'', '"'));
    refused(answer, 400, "invalid-request");
    assertThat(answer.json().at("/errors/0/field").stringValue()).isEqualTo(field);
    assertThat(answer.json().at("/errors/0/rule").stringValue()).startsWith(rule);
  }

  private String planned() {
    String id = id(api.draw(GATED));
    Worker.takes(queue, id)
        .thinks(5, 6, BOI)
        .ends(new Outcome.Rested(JobState.AWAITING_APPROVAL, PLANNED));
    return id;
  }

  private Answer approve(String id, String body) {
    return api.post("/v1/jobs/" + id + "/approve", body);
  }

  private static void refused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().get("code").stringValue()).isEqualTo(code);
  }

  private static String id(JsonNode job) {
    return job.get("id").stringValue();
  }
}
