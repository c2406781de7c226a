package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Deadline, retention and labels: of pictures and answers alike. */
class JobTermsTest extends GatewayTest {

  @ParameterizedTest
  @CsvSource({"generations", "understandings"})
  void areHeldAndShown(String route) {
    JsonNode job =
        api.post(
                "/v1/" + route,
                """
                {"prompt": "a", "deadline": 60, "retention": 120, "labels": {"b": "2", "a": "x y"}}
                """)
            .json();

    assertThat(job.get("request").get("deadline").intValue()).isEqualTo(60);
    assertThat(job.get("request").get("retention").intValue()).isEqualTo(120);
    assertThat(job.get("request").get("labels").toString())
        .isEqualTo("{\"a\":\"x y\",\"b\":\"2\"}");
    assertThat(between(job, "created_at", "expires_at")).isEqualTo(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "deadline": 0              | deadline  | must be 1..604800 seconds
          "deadline": 604801         | deadline  | must be 1..604800 seconds
          "deadline": "60"           | deadline  | must be a whole number
          "retention": 59            | retention | must be 60..2592000 seconds
          "retention": 2592001       | retention | must be 60..2592000 seconds
          "labels": ["a"]            | labels    | must be an object of strings
          "labels": {"a": 1}         | labels    | must be an object of strings
          "labels": {"a b": "c"}     | labels    | keys must be 1..63 letters, digits, dots, dashes and underscores
          "labels": {"a": ""}        | labels    | values must be 1..128 characters without control characters
          "webhook": 7               | webhook   | must be a string
          "webhook": "we_12"         | webhook   | must be the id of a webhook endpoint
          "webhook": {"url": "https://a.example"} | webhook | must be a string
          """)
  void areWithinBounds(String field, String name, String rule) {
    Answer answer = api.post("/v1/generations", "{\"prompt\": \"a\", " + field + "}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"rule\":\"%s\"}]".formatted(name, rule));
  }

  @Test
  void areToldTogetherWithWhatElseIsWrong() {
    String labels =
        IntStream.range(0, 17)
            .mapToObj(i -> "\"k%d\": \"v\"".formatted(i))
            .collect(Collectors.joining(",", "{", "}"));

    JsonNode errors =
        api.post(
                "/v1/generations",
                "{\"n\": 9, \"colour\": 1, \"deadline\": 0, \"labels\": " + labels + "}")
            .json()
            .get("errors");

    assertThat(errors.valueStream().map(error -> error.get("field").stringValue()))
        .containsExactlyInAnyOrder("prompt", "n", "colour", "deadline", "labels");
  }

  private static Duration between(JsonNode job, String from, String to) {
    return Duration.between(
        Instant.parse(job.get(from).stringValue()), Instant.parse(job.get(to).stringValue()));
  }
}
