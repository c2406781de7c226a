package dev.nextflow.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.EventStream;
import dev.nextflow.gateway.testbed.EventStream.Event;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ImagesRouteTest extends OpenAiRouteTest {

  private static final Outcome DONE =
      new Outcome.Succeeded("{\"usage\":{\"image_tokens\":91,\"prompt_tokens\":12}}");

  @Test
  void theAnswerHoldsThePicturesOnceTheyAreDrawn() {
    CompletableFuture<Answer> asked =
        asks(IMAGES, "{'prompt':'a house','n':2,'seed':7,'model':'demo','user':'u-1'}");
    Worker worker = drawer();
    assertThat(worker.work().seed()).isEqualTo(7);
    worker.draws(1, 6).ends(DONE);

    Answer answer = asked.join();

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(json.get("data")).hasSize(2);
    assertThat(decoded(json.at("/data/0/b64_json"))).startsWith("png of level 6");
    assertThat(json.at("/data/1/b64_json")).isNotEqualTo(json.at("/data/0/b64_json"));
    assertThat(json.get("size").stringValue()).isEqualTo("96x96");
    assertThat(json.get("output_format").stringValue()).isEqualTo("png");
    assertThat(json.get("created").longValue()).isGreaterThan(1_700_000_000L);
    assertThat(json.get("usage").toString())
        .isEqualTo(
            "{\"total_tokens\":103,\"input_tokens\":12,\"output_tokens\":91,"
                + "\"input_tokens_details\":{\"text_tokens\":12,\"image_tokens\":0}}");
  }

  @Test
  void theJobIsAnOrdinaryOneAndItsIdIsTold() {
    CompletableFuture<Answer> asked = asks(IMAGES, "{'prompt':'a house','size':'auto'}");
    drawer().draws(1, 6).ends(DONE);

    JsonNode job = api.job(asked.join().header("X-Job-Id"));

    assertThat(job.get("state").stringValue()).isEqualTo("succeeded");
    assertThat(job.at("/request/prompt").stringValue()).isEqualTo("a house");
  }

  @Test
  void theUserIsALabelOfTheJobSoThatItsJobsAreFound() {
    CompletableFuture<Answer> asked = asks(IMAGES, "{'prompt':'a house','user':'u: 17'}");
    drawer().draws(1, 6).ends(DONE);

    String id = asked.join().header("X-Job-Id");

    assertThat(api.job(id).at("/request/labels").toString())
        .isEqualTo("{\"openai-user\":\"u: 17\"}");
    JsonNode found = api.get("/v1/jobs?label=openai-user:u:%2017").json().get("jobs");
    assertThat(found.findValuesAsString("id")).containsExactly(id);
  }

  @Test
  void aUserThatCanNotBeALabelIsRefusedByName() {
    for (String user : new String[] {"", "u".repeat(129), "\\u0007"}) {
      for (String body :
          new String[] {"'prompt':'a'", "'messages':[{'role':'user','content':'a'}]"}) {
        Answer answer =
            refused(
                body.contains("prompt") ? IMAGES : CHAT, "{%s,'user':'%s'}".formatted(body, user));

        tells(answer, 400, "invalid-request", "user", "user: must be 1..128 characters");
      }
    }
  }

  @Test
  void aLinkLeadsToThePictureAsItWasAskedFor() {
    CompletableFuture<Answer> asked =
        asks(
            IMAGES,
            "{'prompt':'a','response_format':'url','output_format':'webp','output_compression':40}");
    drawer().draws(1, 6).ends(DONE);

    String link = asked.join().json().at("/data/0/url").stringValue();

    String home = "http://127.0.0.1:" + port;
    assertThat(link).startsWith(home + "/v1/jobs/gen-demo-");
    assertThat(api.get(link.substring(home.length())).text())
        .startsWith("webp of level 6")
        .endsWith(", quality 40");
  }

  @Test
  void draftsComeAsTheyAreDrawnAndThePictureLast() {
    String body =
        "{\"prompt\":\"a\",\"stream\":true,\"partial_images\":2,\"output_format\":\"jpeg\"}";
    try (EventStream stream = api.stream(IMAGES, body)) {
      Worker worker = drawer().draws(1, 3);
      Event first = stream.next().orElseThrow();
      worker.draws(4, 6).ends(DONE);
      Event second = stream.next().orElseThrow();
      Event last = stream.next().orElseThrow();

      assertThat(first.type()).isEqualTo("image_generation.partial_image");
      assertThat(first.data().get("type").stringValue()).isEqualTo(first.type());
      assertThat(first.data().get("partial_image_index").intValue()).isZero();
      assertThat(decoded(first.data().get("b64_json"))).startsWith("jpeg");
      assertThat(second.data().get("partial_image_index").intValue()).isEqualTo(1);
      assertThat(last.type()).isEqualTo("image_generation.completed");
      assertThat(last.data().at("/usage/total_tokens").intValue()).isEqualTo(103);
      assertThat(decoded(last.data().get("b64_json")))
          .startsWith(decoded(second.data().get("b64_json")))
          .startsWith(decoded(first.data().get("b64_json")));
      assertThat(stream.next()).isEmpty();
    }
  }

  @Test
  void aStreamWhoseJobFailsEndsWithAnError() {
    try (EventStream stream = api.stream(IMAGES, "{\"prompt\":\"a\",\"stream\":true}")) {
      drawer().ends(new Outcome.Failed("drawing-failed"));

      Event last = stream.next().orElseThrow();

      assertThat(last.type()).isEqualTo("error");
      assertThat(last.data().at("/error/code").stringValue()).isEqualTo("drawing-failed");
      assertThat(last.data().at("/error/type").stringValue()).isEqualTo("server_error");
      assertThat(stream.next()).isEmpty();
    }
  }

  @Test
  void aStreamThatCanNotBeginHasAStatusOfItsOwn() {
    Answer answer = refused(IMAGES, "{'prompt':'a','stream':true,'size':'7x7'}");
    tells(answer, 400, "invalid-request", "size", "size: must be one of 96x96");
  }

  @Test
  void aJobThatFailsIsToldWithWhetherToTryAgain() {
    CompletableFuture<Answer> failing = asks(IMAGES, "{'prompt':'a'}");
    drawer().ends(new Outcome.Failed("drawing-failed"));
    tells(failing.join(), 500, "drawing-failed", "", "could not be drawn");
    assertThat(failing.join().header("x-should-retry")).isEqualTo("true");

    CompletableFuture<Answer> cancelled = asks(IMAGES, "{'prompt':'a'}");
    Worker worker = drawer();
    api.post("/v1/jobs/" + worker.lease().id() + "/cancel", "");
    worker.ends(new Outcome.Cancelled());
    tells(cancelled.join(), 409, "job-finished", "", "already ended");
    assertThat(cancelled.join().header("x-should-retry")).isEqualTo("false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                       | prompt             | is required
          {'prompt':'a','size':'97x97'}                            | size               | must be one of 96x96
          {'prompt':'a','size':7}                                  | size               | must be a string
          {'prompt':'a','n':5}                                     | n                  | must be 1..4
          {'prompt':'a','n':2,'stream':true}                       | n                  | must be 1 with stream
          {'prompt':'a','seed':-1}                                 | seed               | must be 0..
          {'prompt':'a','model':7}                                 | model              | must be a string
          {'prompt':'a','user':7}                                  | user               | must be a string
          {'prompt':'a','response_format':'gif'}                   | response_format    | must be one of b64_json, url
          {'prompt':'a','response_format':'url','stream':true}     | response_format    | must be b64_json with stream
          {'prompt':'a','output_format':'gif'}                     | output_format      | must be one of png, jpeg, webp
          {'prompt':'a','output_compression':0}                    | output_compression | must be 1..100
          {'prompt':'a','output_compression':50}                   | output_compression | must be 100 or left out with png
          {'prompt':'a','stream':'yes'}                            | stream             | must be true or false
          {'prompt':'a','stream':true,'partial_images':4}          | partial_images     | must be 0..3
          {'prompt':'a','partial_images':1}                        | partial_images     | must be 0 without stream
          {'prompt':'a','quality':'hd'}                            | quality            | must be auto or standard, or left out
          {'prompt':'a','background':'transparent'}                | background         | must be auto or opaque, or left out
          {'prompt':'a','moderation':'low'}                        | moderation         | must be auto, or left out
          {'prompt':'a','style':'vivid'}                           | style              | is not supported
          {'prompt':'a','colour':'red'}                            | colour             | unknown field
          """)
  void aParameterThatIsNotHonouredIsRefusedByItsName(String body, String param, String message) {
    tells(refused(IMAGES, body), 400, "invalid-request", param, param + ": " + message);
  }

  @Test
  void everyBrokenRuleIsToldAtOnce() {
    Answer answer = refused(IMAGES, "{'prompt':'a','style':'vivid','quality':'hd'}");
    tells(answer, 400, "invalid-request", "quality", "; style: is not supported");
    assertThat(answer.json().at("/error/type").stringValue()).isEqualTo("invalid_request_error");
  }

  @Test
  void whatAsksForNothingElseThanIsDoneIsTaken() {
    CompletableFuture<Answer> asked =
        asks(
            IMAGES,
            "{'prompt':'a','quality':'auto','background':'opaque','moderation':'auto','style':null,"
                + "'output_compression':100,'partial_images':0,'stream':false,'n':null}");
    drawer().draws(1, 6).ends(DONE);
    assertThat(asked.join().status()).as(asked.join().text()).isEqualTo(200);
  }

  @Test
  void anUnknownModelIsNotFound() {
    tells(
        refused(IMAGES, "{'prompt':'a','model':'dall-e-9'}"), 404, "not-found", "model", "unknown");
  }

  @Test
  void whatIsNoRequestHasTheSameShape() {
    tells(refused(IMAGES, "nonsense"), 400, "malformed-json", "", "not the JSON object");
    tells(api.get(IMAGES), 405, "method-not-allowed", "", "does not take that method");
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    tells(
        api.send("POST", IMAGES, body, "Content-Type", "text/plain"),
        415,
        "unsupported-media-type",
        "Content-Type",
        "must be application/json");
  }

  private static String decoded(JsonNode base64) {
    return new String(Base64.getDecoder().decode(base64.stringValue()), StandardCharsets.UTF_8);
  }
}
