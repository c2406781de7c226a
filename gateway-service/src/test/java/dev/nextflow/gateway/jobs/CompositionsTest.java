package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.EventStream;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers of text and pictures, from the request to their parts. */
class CompositionsTest extends KeyedGatewayTest {

  private static final String ROUTE = "/v1/compositions";

  /** Of 91 codes. */
  private static final ScaleSchedule USUAL = new ScaleSchedule(new Grid(64, 64), 6);

  private static final String RESULT =
      """
      {"parts":[{"type":"text","ids":[7]},{"type":"image","index":0},{"type":"text","ids":[8]}],
       "finish_reason":"%s","usage":{"prompt_tokens":3,"text_tokens":3,"image_tokens":91}}\
      """;

  private Api user;

  @BeforeEach
  void aTenant() {
    user = user(newTenant());
  }

  @Test
  void theWorkHasEveryBlankFilledInAndThePriceIsTheWorstCase() {
    JsonNode job = accepted("{\"prompt\": \"a story\", \"seed\": 7}");
    assertThat(id(job)).startsWith("com-demo-");
    assertThat(job.get("kind").stringValue()).isEqualTo("composition");
    CompositionWork work = work(job);
    assertThat(work.schedule()).isEqualTo(USUAL);
    assertThat(work.ids()).hasSize(7 + 8);
    assertThat(work.unguidedIds()).as("the empty template").hasSize(8);
    assertThat(job.at("/progress/tokens_total").intValue()).isEqualTo(160 + 4 * 91);
    assertThat(job.get("request").toString())
        .isEqualTo(
            "{\"prompt\":\"a story\",\"size\":\"96x96\",\"aspect_ratio\":\"1:1\",\"level\":6,"
                + "\"max_tokens\":160,\"max_pictures\":4,\"budget_tokens\":null,\"seed\":7,"
                + "\"temperature\":0.0,\"top_p\":1.0,\"drawing\":{\"guidance\":3.0,"
                + "\"temperature\":1.0,\"top_k\":50,\"top_p\":0.95},\"priority\":\"normal\","
                + "\"deadline\":900,\"retention\":604800,\"labels\":{},\"webhook\":null}");
  }

  @Test
  void whatIsAskedForIsWhatTheWorkSays() {
    CompositionWork work =
        work(
            accepted(
                """
                {"messages": [{"role": "user", "content": "a story"}], "level": 4,
                 "max_tokens": 30, "max_pictures": 2, "budget_tokens": 50, "temperature": 0.5,
                 "top_p": 0.9, "drawing": {"guidance": [0, 1, 2, 3], "top_k": 9}}\
                """));
    assertThat(work.schedule().level()).isEqualTo(4);
    assertThat(work.maxTokens()).isEqualTo(30);
    assertThat(work.maxPictures()).isEqualTo(2);
    assertThat(work.mostTokens()).isEqualTo(50);
    assertThat(work.temperature()).isEqualTo(0.5);
    assertThat(work.topP()).isEqualTo(0.9);
    assertThat(work.drawing().topK()).isEqualTo(9);
    assertThat(work.drawing().at(4, 4).guidance()).isEqualTo(3);
    assertThat(work.drawing().topP()).as("the model's own").isEqualTo(0.95);
  }

  @Test
  void picturesThatAreShownStandInBothSequences() {
    String drawn = id(user.draw("{\"prompt\": \"a\"}"));
    Worker.takes(queue, drawn).drawsAll();
    CompositionWork work = work(accepted(shown(drawn, 0)));
    assertThat(work.sequence().pictures()).hasSize(1);
    assertThat(work.unguided().pictures()).hasSize(1);
    assertThat(work.unguided().pictures().getFirst().codes())
        .isEqualTo(work.sequence().pictures().getFirst().codes());
    // "u:" and the picture stand before the template; without a word it is the picture alone.
    assertThat(work.ids()).hasSize(2 + 2 + 1 + 8);
    assertThat(work.unguidedIds()).hasSize(2 + 8);
  }

  @Test
  void whatOnlyTheModelKnowsIsRefusedByItsField() {
    blames("{\"prompt\": \"a\", \"level\": 5}", "level", "must be one of 6, 4");
    blames("{\"prompt\": \"a\", \"drawing\": {\"top_k\": 65}}", "drawing.top_k", "must be 1..64");
    blames(
        "{\"prompt\": \"a\", \"drawing\": {\"guidance\": [1, 2]}}",
        "drawing.guidance",
        "must have 6 values, one for each scale");
  }

  @Test
  void textAndPicturesAreFollowedInTheirOrder() {
    JsonNode job = accepted("{\"prompt\": \"a story\"}");
    try (EventStream stream = user.events(id(job))) {
      composed(job).ends(new Outcome.Succeeded(RESULT.formatted("stop")));
      assertThat(stream.next().orElseThrow().type()).isEqualTo("queued");
      assertThat(stream.next().orElseThrow().type()).isEqualTo("started");
      assertThat(stream.next().orElseThrow().data().toString())
          .isEqualTo("{\"ids\":[7],\"tokens_done\":2}");
      JsonNode scale = stream.next().orElseThrow().data();
      assertThat(scale.get("image").intValue()).isZero();
      assertThat(scale.get("previews").toString())
          .isEqualTo("[\"/v1/jobs/" + id(job) + "/images/0?scale=1\"]");
      for (int i = 2; i <= 6; i++) {
        assertThat(stream.next().orElseThrow().type()).isEqualTo("scale");
      }
      assertThat(stream.next().orElseThrow().type()).isEqualTo("text");
      assertThat(stream.next().orElseThrow().type()).isEqualTo("finished");
    }
  }

  @Test
  void anAnswerIsShownInItsPartsAndEachPictureIsServed() {
    JsonNode job = accepted("{\"prompt\": \"a story\"}");
    String images = "/v1/jobs/" + id(job) + "/images/";
    Worker worker = Worker.takes(queue, id(job)).writesOn("[7,9]", "[7]", 2);
    assertThat(user.job(id(job)).at("/phase/name").stringValue()).isEqualTo("answering");
    assertThat(user.get(images + 0).json().get("code").stringValue()).isEqualTo("not-drawn-yet");
    worker.drawsPicture(0, USUAL, 2);
    assertThat(user.job(id(job)).get("phase").toString())
        .isEqualTo("{\"name\":\"drawing\",\"scale\":6,\"scales\":6}");
    assertThat(user.get(images + 0).status()).as("while the rest is written").isEqualTo(200);
    worker.writesOn("[7,9,8]", "[8]", 94).ends(new Outcome.Succeeded(RESULT.formatted("stop")));

    JsonNode done = user.job(id(job));
    assertThat(done.get("state").stringValue()).isEqualTo("succeeded");
    assertThat(done.get("result").toString())
        .isEqualTo(
            "{\"parts\":[{\"type\":\"text\",\"text\":\"text of 7\"},"
                + "{\"type\":\"image\",\"index\":0,\"url\":\""
                + images
                + "0\"},"
                + "{\"type\":\"text\",\"text\":\"text of 8\"}],\"finish_reason\":\"stop\"}");
    assertThat(done.get("images").toString())
        .isEqualTo("[{\"index\":0,\"scale\":6,\"url\":\"" + images + "0\"}]");
    assertThat(done.get("answer").isNull()).isTrue();
    assertThat(done.at("/usage/tokens").intValue()).isEqualTo(94);
    assertThat(user.get(images + 0).text()).startsWith("png of level 6, grid 64x64");
    assertThat(user.get(images + "0?scale=2").text()).contains(Worker.codes(0, 2, 4).toBase64());
    assertThat(user.get(images + 1).json().get("code").stringValue()).isEqualTo("job-finished");
    assertThat(user.get(images + 4).status()).isEqualTo(404);
    JsonNode listed = user.get("/v1/jobs").json().get("jobs").get(0);
    assertThat(listed.get("result").isNull()).isTrue();
    assertThat(listed.get("images")).hasSize(1);
  }

  @Test
  void anAnswerThatWasCutShortDeliversItsParts() {
    JsonNode job = accepted("{\"prompt\": \"a story\", \"budget_tokens\": 100}");
    composed(job).ends(new Outcome.PartiallySucceeded(RESULT.formatted("budget")));
    JsonNode done = user.job(id(job));
    assertThat(done.get("state").stringValue()).isEqualTo("partially_succeeded");
    assertThat(done.at("/result/finish_reason").stringValue()).isEqualTo("budget");
    assertThat(done.at("/result/parts")).hasSize(3);
    assertThat(done.at("/progress/percent").intValue()).isEqualTo(100);
    Answer picture = user.get("/v1/jobs/" + id(job) + "/images/0");
    assertThat(picture.header("Cache-Control")).contains("immutable");
  }

  @Test
  void theTranscriptHasEveryTokenInItsOrder() {
    JsonNode job = accepted("{\"prompt\": \"a story\", \"seed\": 7}");
    composed(job).ends(new Outcome.Succeeded(RESULT.formatted("stop")));
    JsonNode transcript = user.get("/v1/jobs/" + id(job) + "/transcript").json();
    assertThat(transcript.get("kind").stringValue()).isEqualTo("composition");
    assertThat(transcript.get("answer_ids").toString()).isEqualTo("[7,9,8]");
    assertThat(transcript.at("/images/0/codes")).hasSize(6);
    assertThat(transcript.get("unconditional_ids")).hasSize(8);
    assertThat(transcript.at("/drawing/guidance").doubleValue()).isEqualTo(3);
    assertThat(transcript.at("/sampling/temperature").doubleValue()).isZero();
  }

  @Test
  void aPictureOfAnAnswerCanBeShownInAnotherRequest() {
    JsonNode job = accepted("{\"prompt\": \"a story\"}");
    composed(job).ends(new Outcome.Succeeded(RESULT.formatted("stop")));
    CompositionWork work = work(accepted(shown(id(job), 0)));
    assertThat(work.pictures().getFirst().codes().get(5)).isEqualTo(Worker.codes(0, 6, 36));
    Answer notThere = user.post(ROUTE, shown(id(job), 1));
    assertThat(notThere.status()).isEqualTo(409);
  }

  @Test
  void whatMakesOtherPicturesOfPicturesKnowsNoAnswers() {
    JsonNode job = accepted("{\"prompt\": \"a story\"}");
    composed(job).ends(new Outcome.Succeeded(RESULT.formatted("stop")));
    String self = "/v1/jobs/" + id(job);
    assertThat(user.post(self + "/reroll", "{\"keep_scales\": 1}").status()).isEqualTo(404);
    assertThat(user.post(self + "/continue", "{}").status()).isEqualTo(404);
    assertThat(user.post("/v1/replays", "{\"job\": \"" + id(job) + "\"}").text())
        .contains("must be a generation");
  }

  @Test
  void anothersAnswerIsAsUnknownAsNone() {
    JsonNode job = accepted("{\"prompt\": \"a story\"}");
    composed(job).ends(new Outcome.Succeeded(RESULT.formatted("stop")));
    Api stranger = user(newTenant());
    String unknown = JobId.random(JobId.parse(id(job)).orElseThrow().queue()).value();
    for (String path : List.of("", "/transcript", "/events", "/images/0")) {
      Answer toForeign = stranger.get("/v1/jobs/" + id(job) + path, "X-Request-Id", "same");
      Answer toUnknown = stranger.get("/v1/jobs/" + unknown + path, "X-Request-Id", "same");
      assertThat(toForeign.status()).as(path).isEqualTo(404);
      assertThat(toForeign.text()).as(path).isEqualTo(toUnknown.text());
    }
    assertThat(stranger.post(ROUTE, shown(id(job), 0)).text())
        .isEqualTo(stranger.post(ROUTE, shown(unknown, 0)).text());
    assertThat(stranger.send("DELETE", "/v1/jobs/" + id(job), new byte[0]).status()).isEqualTo(404);
    assertThat(user.job(id(job)).get("state").stringValue()).isEqualTo("succeeded");
  }

  @Test
  void anEstimateIsTheMostThatTheAnswerCanCost() {
    JsonNode estimate = estimate("\"max_tokens\": 20, \"max_pictures\": 2");
    assertThat(estimate.get("kind").stringValue()).isEqualTo("composition");
    assertThat(estimate.get("text_tokens_at_most").intValue()).isEqualTo(20);
    assertThat(estimate.get("image_tokens").intValue()).isEqualTo(2 * 91);
    assertThat(estimate.get("scales").get(5).toString())
        .isEqualTo("{\"scale\":6,\"grid\":\"6x6\",\"tokens\":36,\"tokens_so_far\":91}");
    JsonNode cut = estimate("\"max_tokens\": 20, \"budget_tokens\": 50");
    assertThat(cut.get("text_tokens_at_most").intValue()).isEqualTo(20);
    assertThat(cut.get("image_tokens").intValue()).isEqualTo(30);
  }

  @Test
  void aLineOfABatchCanAskForOne() {
    byte[] line =
        "{\"custom_id\": \"a\", \"kind\": \"composition\", \"prompt\": \"a story\"}".getBytes();
    JsonNode batch =
        user.send("POST", "/v1/batches", line, "Content-Type", "application/jsonl").json();
    assertThat(batch.at("/lines/rejected").intValue()).isZero();
    Worker worker = Worker.takesNext(queue, "com-demo-" + tokenizer.digest().substring(7, 15));
    assertThat(worker.lease().work()).contains("\"maxPictures\":4");
  }

  private JsonNode estimate(String fields) {
    return user.post(
            "/v1/estimates", "{\"kind\": \"composition\", \"prompt\": \"a story\", " + fields + "}")
        .json();
  }

  /** Writes a token, draws a picture, writes another token. */
  private Worker composed(JsonNode job) {
    return Worker.takes(queue, id(job))
        .writesOn("[7,9]", "[7]", 2)
        .drawsPicture(0, USUAL, 2)
        .writesOn("[7,9,8]", "[8]", 94);
  }

  private JsonNode accepted(String body) {
    Answer answer = user.post(ROUTE, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json();
  }

  private void blames(String body, String field, String rule) {
    Answer answer = user.post(ROUTE, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"rule\":\"%s\"}]".formatted(field, rule));
  }

  private CompositionWork work(JsonNode job) {
    String json = Worker.takes(queue, id(job)).lease().work();
    return JsonMapper.shared().readValue(json, CompositionWork.class);
  }

  private static String shown(String job, int index) {
    return """
    {"messages": [{"role": "user", "content": [
      {"type": "image", "job": "%s", "index": %d}, {"type": "text", "text": "?"}]}]}\
    """
        .formatted(job, index);
  }

  private static String id(JsonNode job) {
    return job.get("id").stringValue();
  }
}
