package dev.nextflow.tokenizer.problems;

import dev.nextflow.tokenizer.ProblemAnswer;
import dev.nextflow.tokenizer.TokenizerHttpTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What no controller sees is a problem document too. */
@TokenizerHttpTest
class ProblemHandlerTest {

  @Autowired WebTestClient http;

  @Test
  void anUnknownPathIsNotFound() {
    ProblemAnswer.of(http.get().uri("/v1/nothing").exchange(), 404, "not-found");
    ProblemAnswer.of(http.get().uri("/").exchange(), 404, "not-found");
  }

  @Test
  void anotherMethodIsNotAllowedAndTheRightOneIsNamed() {
    WebTestClient.ResponseSpec answer = http.get().uri("/v1/sequences").exchange();
    answer.expectHeader().valueEquals("Allow", "POST");
    ProblemAnswer.of(answer, 405, "method-not-allowed");
  }

  @Test
  void anotherContentTypeIsNotSupported() {
    ProblemAnswer.of(
        http.post()
            .uri("/v1/sequences")
            .contentType(MediaType.TEXT_PLAIN)
            .bodyValue("a red house")
            .exchange(),
        415,
        "unsupported-media-type");
    ProblemAnswer.of(
        http.post()
            .uri("/v1/codes?model=tiny&level=6&grid=64x64")
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue("{}")
            .exchange(),
        415,
        "unsupported-media-type");
  }

  @Test
  void whatCannotBeAcceptedIsSaidAsAProblemAllTheSame() {
    ProblemAnswer.of(
        http.get().uri("/v1/models").accept(MediaType.TEXT_HTML).exchange(), 406, "not-acceptable");
  }
}
