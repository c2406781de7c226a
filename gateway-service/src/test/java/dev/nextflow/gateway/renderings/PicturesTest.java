package dev.nextflow.gateway.renderings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest extends GatewayTest {

  @Test
  void aFinishedPictureIsDecodedFromItsOwnCodes() {
    String id = submitted("{\"prompt\": \"a\", \"n\": 2}");
    Worker.takes(queue, id).drawsAll();

    Answer second = api.get("/v1/jobs/" + id + "/images/1");

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("Content-Type")).isEqualTo("image/png");
    assertThat(second.text()).isEqualTo(decoded("png", "null", 1, 6));
  }

  @Test
  void aDraftIsThereAsSoonAsItsScaleIs() {
    String id = submitted();
    Worker worker = Worker.takes(queue, id).draws(1, 2);
    String draft = "/v1/jobs/" + id + "/images/0?scale=3";

    Answer early = api.get(draft);
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.json().get("code").stringValue()).isEqualTo("not-drawn-yet");
    assertThat(early.header("Retry-After")).isEqualTo("1");

    worker.draws(3, 3);
    Answer drawn = api.get(draft);
    assertThat(drawn.status()).isEqualTo(200);
    assertThat(drawn.text()).isEqualTo(decoded("png", "null", 0, 3));
    assertThat(drawn.header("Cache-Control")).isEqualTo("no-cache, private");
    assertThat(api.get("/v1/jobs/" + id + "/images/0").status()).isEqualTo(409);
  }

  /** The job may go on, so that what it shows is asked for again; the draft itself stays. */
  @Test
  void aDraftOfAJobAtRestIsNotKeptUnasked() {
    String id = submitted("{\"prompt\": \"a\", \"stop_after\": 3}");
    Worker.takes(queue, id).drawsDraft(1);
    String draft = "/v1/jobs/" + id + "/images/0?scale=3";

    Answer rests = api.get(draft);
    assertThat(rests.status()).isEqualTo(200);
    assertThat(rests.text()).isEqualTo(decoded("png", "null", 0, 3));
    assertThat(rests.header("Cache-Control")).isEqualTo("no-cache, private");
    Answer soFar = api.get("/v1/jobs/" + id + "/images/0");
    assertThat(soFar.status()).as("whoever waited for more would wait in vain").isEqualTo(200);
    assertThat(soFar.header("ETag")).isEqualTo(rests.header("ETag"));
    assertThat(api.get("/v1/jobs/" + id + "/images/0?scale=4").json().get("code").stringValue())
        .isEqualTo("not-drawn-yet");

    api.post("/v1/jobs/" + id + "/continue", "{}");
    Worker.takes(queue, id).draws(4, 6).ends(new Outcome.Succeeded("{}"));
    int decodedBefore = tokenizer.renderings();
    Answer whole = api.get(draft, "If-None-Match", rests.header("ETag"));
    assertThat(whole.status()).as("the same draft as before").isEqualTo(304);
    assertThat(whole.header("Cache-Control")).isEqualTo("max-age=604800, private, immutable");
    assertThat(tokenizer.renderings()).isEqualTo(decodedBefore);
    assertThat(api.get("/v1/jobs/" + id + "/images/0").status()).isEqualTo(200);
  }

  @Test
  void aJobThatWaitsHasNoPictureYet() {
    assertThat(api.get("/v1/jobs/" + submitted() + "/images/0").status()).isEqualTo(409);
  }

  @Test
  void aJobThatEndedEarlyWillNeverHaveMore() {
    String id = submitted();
    Worker.takes(queue, id).draws(1, 2).ends(new Outcome.Failed("drawing-failed"));

    assertThat(api.get("/v1/jobs/" + id + "/images/0?scale=2").status()).isEqualTo(200);
    Answer never = api.get("/v1/jobs/" + id + "/images/0?scale=3");
    assertThat(never.status()).isEqualTo(409);
    assertThat(never.json().get("code").stringValue()).isEqualTo("job-finished");
    assertThat(never.headers().firstValue("Retry-After")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "scale=0, scale, must be 1..6",
    "scale=7, scale, must be 1..6",
    "scale=-1, scale, must be 1..6",
    "scale=two, scale, must be 1..6",
    "scale=99999999999, scale, must be 1..6",
    "scale=, scale, must be 1..6",
    "width=0, width, must be 1..96",
    "width=97, width, must be 1..96",
    "size=96, size, unknown parameter",
    "width=48&width=96, width, must come once",
    "format=gif, format, 'must be png, jpeg or webp'",
    "format=PNG, format, 'must be png, jpeg or webp'"
  })
  void aBadParameterNamesItself(String query, String field, String rule) {
    Answer answer = api.get("/v1/jobs/" + submitted() + "/images/0?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"rule\":\"%s\"}]".formatted(field, rule));
  }

  @Test
  void badParametersAreToldTogether() {
    Answer answer = api.get("/v1/jobs/" + submitted() + "/images/0?scale=9&width=-4&format=bmp");

    assertThat(answer.json().get("errors")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "9", "00", "x", "-1", "99999999999", "0.0"})
  void aPictureThatTheJobDoesNotHaveIsNotFound(String index) {
    assertThat(api.get("/v1/jobs/" + submitted() + "/images/" + index).status()).isEqualTo(404);
  }

  @Test
  void anAnswerInTextHasNoPictures() {
    String id =
        api.post("/v1/understandings", "{\"prompt\": \"Why?\"}").json().get("id").stringValue();

    assertThat(api.get("/v1/jobs/" + id + "/images/0").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "?format=jpeg, */*, image/jpeg",
    "?format=webp, image/png, image/webp",
    "'', image/webp, image/webp",
    "'', 'text/html, image/jpeg;q=0.5', image/jpeg",
    "?width=48&format=png, */*, image/png"
  })
  void theFormatIsTheQuerysOrElseWhatIsAccepted(String query, String accept, String type) {
    String id = finished();

    Answer answer = api.get("/v1/jobs/" + id + "/images/0" + query, "Accept", accept);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo(type);
    assertThat(answer.header("Vary")).isEqualTo("Accept");
    assertThat(answer.text())
        .startsWith(type.substring("image/".length()))
        .contains(query.contains("width") ? "width 48" : "width null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json", "not a type"})
  void whatCanNotBeMadeIsNotAcceptable(String accept) {
    Answer answer = api.get("/v1/jobs/" + finished() + "/images/0", "Accept", accept);

    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void aPictureThatTheCallerHasIsNotDecodedAgain() {
    String path = "/v1/jobs/" + finished() + "/images/0";
    Answer first = api.get(path);
    int decodedOnce = tokenizer.renderings();

    Answer again = api.get(path, "If-None-Match", "\"other\", " + first.header("ETag"));

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag")).startsWith("\"");
    assertThat(again.header("Cache-Control"))
        .isEqualTo(first.header("Cache-Control"))
        .isEqualTo("max-age=604800, private, immutable");
    assertThat(tokenizer.renderings()).isEqualTo(decodedOnce);
    assertThat(api.get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @Test
  void differentPicturesHaveDifferentTags() {
    String path = "/v1/jobs/" + finished() + "/images/0";
    Set<String> tags = new HashSet<>();
    for (String query : new String[] {"", "?scale=5", "?format=webp", "?width=48"}) {
      tags.add(api.get(path + query).header("ETag"));
    }

    assertThat(tags).hasSize(4);
  }

  @Test
  void aPictureOfABundleThatIsGoneIsUnavailable() {
    String id = finished();
    tokenizer.replaceBundle();

    Answer answer = api.get("/v1/jobs/" + id + "/images/0");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("2");
    assertThat(answer.text()).doesNotContain("digest");
  }

  private String finished() {
    String id = submitted();
    Worker.takes(queue, id).drawsAll();
    return id;
  }

  /** What the tokenizer-service makes of the codes that the worker drew. */
  private static String decoded(String format, String width, int image, int scales) {
    StringBuilder codes = new StringBuilder();
    for (int scale = 1; scale <= scales; scale++) {
      codes.append(scale == 1 ? "" : ",");
      codes.append(Worker.codes(image, scale, scale * scale).toBase64());
    }
    return "%s of level 6, grid 64x64, width %s, scales %s".formatted(format, width, codes);
  }
}
