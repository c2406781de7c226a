package dev.nextflow.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.GenerationWork;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Pictures in a form. A part is written as {@code name=text}, a file as {@code name@content}, one
 * without a name of its own as {@code name~content}.
 */
class EditsRouteTest extends OpenAiRouteTest {

  private static final String EDITS = "/v1/images/edits";
  private static final Outcome DONE =
      new Outcome.Succeeded("{\"usage\":{\"image_tokens\":30,\"prompt_tokens\":45}}");

  @Test
  void theAnswerHoldsThePicturesInTheSizeOfWhatWasSent() {
    CompletableFuture<Answer> asked = edits("image@cat", "prompt=red!", "n=2", "seed=7", "user=u");
    Worker worker = drawer();
    GenerationWork work = worker.work();
    assertThat(work.images()).isEqualTo(2);
    assertThat(work.seed()).isEqualTo(7);
    assertThat(work.pictures().getFirst().codes()).isEqualTo(TokenizerServer.codesOf("cat"));
    worker.draws(1, 4).ends(DONE);

    Answer answer = asked.join();

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("data")).hasSize(2);
    assertThat(decoded(answer.json().at("/data/0/b64_json"))).startsWith("png of level 4");
    assertThat(answer.json().get("size").stringValue()).isEqualTo("64x64");
    assertThat(answer.json().get("usage").toString())
        .isEqualTo(
            "{\"total_tokens\":75,\"input_tokens\":45,\"output_tokens\":30,"
                + "\"input_tokens_details\":{\"text_tokens\":16,\"image_tokens\":29}}");
    JsonNode job = api.job(answer.header("X-Job-Id"));
    assertThat(job.at("/request/messages/0/content").toString())
        .isEqualTo(
            "[{\"type\":\"image\",\"media_type\":\"image/png\",\"bytes\":3},"
                + "{\"type\":\"text\",\"text\":\"red!\"}]");
    assertThat(job.at("/request/labels/openai-user").stringValue()).isEqualTo("u");
  }

  /** OpenAI's Java client names neither the file nor its type. */
  @Test
  void aFileWithoutANameIsWhatItsBytesAre() {
    CompletableFuture<Answer> asked = edits("image~cat", "prompt=red!");
    Worker worker = drawer();
    assertThat(worker.work().pictures().getFirst().codes())
        .isEqualTo(TokenizerServer.codesOf("cat"));
    worker.draws(1, 4).ends(DONE);
    String job = asked.join().header("X-Job-Id");
    assertThat(api.job(job).at("/request/messages/0/content/0/media_type").stringValue())
        .isEqualTo("application/octet-stream");
  }

  @Test
  void severalPicturesAndAnotherSize() {
    CompletableFuture<Answer> asked =
        edits("image[]@cat", "image[]@dog", "prompt=both", "size=96x96", "output_format=webp");
    Worker worker = drawer();
    assertThat(worker.work().pictures()).hasSize(2);
    assertThat(worker.work().schedule().level()).isEqualTo(6);
    worker.draws(1, 6).ends(DONE);
    assertThat(decoded(asked.join().json().at("/data/0/b64_json"))).startsWith("webp of level 6");
  }

  /** Larger than what any other route takes, and than what is kept in memory of a part. */
  @Test
  void aLargePictureIsTakenWhole() {
    CompletableFuture<Answer> asked = edits("image@" + "cat".repeat(1 << 20), "prompt=red!");
    drawer().draws(1, 4).ends(DONE);
    String job = asked.join().header("X-Job-Id");
    assertThat(api.job(job).at("/request/messages/0/content/0/bytes").intValue())
        .isEqualTo(3 << 20);
  }

  @Test
  void aFormThatIsTooLargeIsRefused() {
    byte[] body = form("image@" + "x".repeat(EditForm.MAX_BYTES), "prompt=red!");
    tells(send(body), 413, "body-too-large", "", "larger than this route takes");
  }

  @Test
  void draftsAndThePictureComeAsEventsOfAnEdit() {
    CompletableFuture<Answer> asked =
        edits("image@cat", "prompt=red!", "stream=true", "partial_images=1");
    drawer().draws(1, 4).ends(DONE);
    assertThat(asked.join().text())
        .contains("event: image_edit.partial_image")
        .contains("event: image_edit.completed")
        .doesNotContain("image_generation");
  }

  /** Clients make up another boundary for each try. */
  @Test
  void aRepeatInAFormOfAnotherBoundaryIsTheSameJob() {
    CompletableFuture<Answer> asked =
        CompletableFuture.supplyAsync(
            () -> send(form("image@cat", "prompt=red!"), "Idempotency-Key", "same"));
    drawer().draws(1, 4).ends(DONE);
    String job = asked.join().header("X-Job-Id");
    String form = new String(form("image@cat", "prompt=red!"), StandardCharsets.UTF_8);
    Answer again =
        api.send(
            "POST",
            EDITS,
            form.replace("--b", "--other").getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "multipart/form-data; boundary=other",
            "Idempotency-Key",
            "same");
    assertThat(again.header("X-Job-Id")).isEqualTo(job);
    tells(
        send(form("image@dog", "prompt=red!"), "Idempotency-Key", "same"),
        422,
        "idempotency-key-reused",
        "",
        "another body");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prompt=a                                     | image              | is required",
        "image@cat                                    | prompt             | is required",
        "image@cat;prompt=                            | prompt             | must not be blank",
        "image=cat;prompt=a                           | image              | must be a file",
        "image@cat;prompt@a                           | prompt             | must be a field, not a file",
        "image@cat;prompt=a;prompt=b                  | prompt             | must come once",
        "image@1;image@2;image@3;image@4;image@5;prompt=a | image          | must be at most 4 files",
        "image@cat;prompt=a;mask@m                    | mask               | is not supported",
        "image@cat;prompt=a;mask=m                    | mask               | is not supported",
        "image@cat;prompt=a;n=x                       | n                  | must be a whole number",
        "image@cat;prompt=a;n=5                       | n                  | must be 1..4",
        "image@cat;prompt=a;n=2;stream=true           | n                  | must be 1 with stream",
        "image@cat;prompt=a;stream=yes                | stream             | must be true or false",
        "image@cat;prompt=a;size=7x7                  | size               | must be one of 96x96",
        "image@cat;prompt=a;quality=hd                | quality            | must be auto or standard, or left out",
        "image@cat;prompt=a;background=transparent    | background         | must be auto or opaque, or left out",
        "image@cat;prompt=a;input_fidelity=high       | input_fidelity     | must be low, or left out",
        "image@cat;prompt=a;style=vivid               | style              | unknown field",
        "image@cat;prompt=a;output_format=gif         | output_format      | must be one of png, jpeg, webp"
      })
  void aParameterThatIsNotHonouredIsRefusedByItsName(String parts, String param, String message) {
    tells(send(form(parts.split(";"))), 400, "invalid-request", param, param + ": " + message);
  }

  @Test
  void aPictureThatCanNotBeReadIsNamedAsTheCallerNamedIt() {
    Answer answer = send(form("image[]@cat", "image[]@broken", "prompt=a"));
    tells(answer, 400, "invalid-picture", "image[]", "image[]: must be whole and undamaged");
  }

  @Test
  void aPromptThatIsTooLongIsNamedAsTheCallerNamedIt() {
    tells(
        send(form("image@cat", "prompt=" + "a".repeat(60))),
        400,
        "invalid-request",
        "prompt",
        "must be at most");
  }

  @Test
  void whatIsNoFormIsRefused() {
    tells(
        send("nonsense".getBytes(StandardCharsets.UTF_8)),
        400,
        "invalid-request",
        "body",
        "body: must be a form");
    tells(
        api.post(EDITS, "{}"),
        415,
        "unsupported-media-type",
        "Content-Type",
        "must be multipart/form-data");
  }

  private CompletableFuture<Answer> edits(String... parts) {
    return CompletableFuture.supplyAsync(() -> send(form(parts)));
  }

  private Answer send(byte[] form, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "multipart/form-data; boundary=b";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return api.send("POST", EDITS, form, all);
  }

  private static byte[] form(String... parts) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (String part : parts) {
      String name = part.split("[=@~]", 2)[0];
      String kind =
          switch (part.charAt(name.length())) {
            case '@' -> "; filename=\"a.png\"\r\nContent-Type: image/png";
            case '~' -> "\r\nContent-Type: application/octet-stream";
            default -> "";
          };
      String head =
          "--b\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n".formatted(name, kind);
      form.writeBytes(
          (head + part.substring(name.length() + 1) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    form.writeBytes("--b--\r\n".getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  private static String decoded(JsonNode base64) {
    return new String(Base64.getDecoder().decode(base64.stringValue()), StandardCharsets.UTF_8);
  }
}
