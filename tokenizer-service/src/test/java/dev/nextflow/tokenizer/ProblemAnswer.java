package dev.nextflow.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an answer that should be a problem document. */
public final class ProblemAnswer {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ProblemAnswer() {}

  /** The problem, after its form is checked. */
  public static JsonNode of(ResponseSpec answer, int status, String code) {
    byte[] body =
        answer
            .expectStatus()
            .isEqualTo(status)
            .expectHeader()
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .expectBody()
            .returnResult()
            .getResponseBody();
    JsonNode problem = JSON.readTree(body);
    assertThat(problem.get("code").stringValue()).isEqualTo(code);
    assertThat(problem.get("type").stringValue()).isEqualTo("urn:nextflow:problem:" + code);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.toString()).doesNotContain("Exception", "dev.nextflow", "springframework");
    return problem;
  }

  /** An {@code invalid-request} that blames one field. */
  public static void blames(ResponseSpec answer, String field, String rule) {
    JsonNode errors = of(answer, 400, "invalid-request").get("errors");
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).get("field").stringValue()).isEqualTo(field);
    assertThat(errors.get(0).get("rule").stringValue()).isEqualTo(rule);
  }
}
