package dev.nextflow.gateway.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.problems.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;

@ExtendWith(OutputCaptureExtension.class)
class ProblemAnswersTest extends GatewayTest {

  @Autowired private MeterRegistry meters;
  @LocalManagementPort private int managementPort;

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1", "/v1/job", "/v1/jobs/", "/v1/usage/", "/index.html", "/v2/models"})
  void whatIsNoRouteIsNotFound(String path) {
    isProblem(api.get(path), ProblemType.NOT_FOUND);
  }

  @Test
  void aWrongMethodIsToldWhichOnesThereAre() {
    Answer answer = api.get("/v1/generations");

    isProblem(answer, ProblemType.METHOD_NOT_ALLOWED);
    assertThat(answer.header("Allow")).contains("POST");
  }

  @Test
  void anotherContentTypeThanJsonIsRefused() {
    byte[] body = "{\"prompt\": \"a\"}".getBytes(StandardCharsets.UTF_8);

    isProblem(
        api.send("POST", "/v1/generations", body, "Content-Type", "text/plain"),
        ProblemType.UNSUPPORTED_MEDIA_TYPE);
    isProblem(
        api.send("POST", "/v1/generations", body, "Content-Type", "nonsense"),
        ProblemType.UNSUPPORTED_MEDIA_TYPE);
    Answer without = api.send("POST", "/v1/generations", body);
    isProblem(without, ProblemType.UNSUPPORTED_MEDIA_TYPE);
    assertThat(without.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"Content-Type\",\"rule\":\"must be application/json\"}]");
  }

  @Test
  void aProblemIsToldEvenToWhoAcceptsOnlyPictures() {
    isProblem(api.get("/v1/jobs/x/images/0", "Accept", "image/png"), ProblemType.NOT_FOUND);
    isProblem(api.get("/v1/jobs/x/events", "Accept", "text/event-stream"), ProblemType.NOT_FOUND);
  }

  @Test
  void aViewThatIsNotAcceptedIsNotAcceptable() {
    isProblem(
        api.get("/v1/jobs/" + submitted(), "Accept", "image/png"), ProblemType.NOT_ACCEPTABLE);
  }

  @Test
  void everyAnswerBearsAnIdForTheLogs() {
    String id = api.get("/v1/models").header("X-Request-Id");

    assertThat(id).matches("[0-9a-f]{16}");
    assertThat(api.get("/nowhere").header("X-Request-Id")).isNotEmpty().isNotEqualTo(id);
    assertThat(api.get("/v1/models", "X-Request-Id", "mine-1").header("X-Request-Id"))
        .isEqualTo("mine-1");
    assertThat(api.get("/v1/models", "X-Request-Id", "<b>not mine</b>").header("X-Request-Id"))
        .matches("[0-9a-f]{16}");
  }

  @Test
  void nothingIsCachedUnlessItsRouteSaysSo() {
    assertThat(api.get("/v1/jobs/" + submitted()).header("Cache-Control")).isEqualTo("no-store");
    assertThat(api.get("/nowhere").header("Cache-Control")).isEqualTo("no-store");
    assertThat(api.get("/nowhere").header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void problemsAreCountedByTheirCode() {
    double before = count(ProblemType.NOT_FOUND);

    api.get("/nowhere");

    assertThat(count(ProblemType.NOT_FOUND)).isEqualTo(before + 1);
  }

  // A prompt is the tenant's: whatever goes wrong with it, it is in no log and in no problem.
  @Test
  void aPromptIsNeitherLoggedNorToldBack(CapturedOutput output) {
    String canary = "zebrafinch";
    String good = "{\"prompt\": \"%s\", \"seed\": 1}".formatted(canary);
    String told = "";
    told += api.post("/v1/generations", good.replace("seed", "n") + "}").text();
    told += api.post("/v1/generations", good.replace("1", "-1")).text();
    told += api.post("/v1/generations", good.replace("zebra", "\\u0007zebra")).text();
    told += api.post("/v1/generations", good.replace(canary, canary.repeat(9))).text();
    api.post("/v1/generations", good, "Idempotency-Key", "canary");
    told += api.post("/v1/generations", good + " ", "Idempotency-Key", "canary").text();
    tokenizer.answerWith(500);
    told += api.post("/v1/generations", good).text();
    tokenizer.answerWith(404);
    told += api.post("/v1/generations", good).text();
    tokenizer.answerWith(200);
    String id = submitted(good);
    Worker.takes(queue, id).ends(new Outcome.Failed("internal"));
    told += api.get("/v1/jobs/" + id + "/images/0").text();

    assertThat(told).contains("internal", "unavailable").doesNotContain(canary);
    assertThat(output.getAll()).doesNotContain(canary);
  }

  // The server itself refuses and logs these, before any of our code runs.
  @Test
  void whatIsNoHttpRequestIsRefusedAndItsHeadersAreNotLogged(CapturedOutput output)
      throws IOException {
    String twoLengths =
        """
        POST /v1/generations HTTP/1.1\r
        Host: gateway\r
        Authorization: Bearer zebrafinch\r
        Content-Length: 5\r
        Transfer-Encoding: chunked\r
        Connection: close\r
        \r
        0\r
        \r
        """;
    String brokenPath =
        "GET /v1/jobs/%zz HTTP/1.1\r\nHost: zebrafinch\r\nConnection: close\r\n\r\n";

    assertThat(raw(twoLengths)).startsWith("HTTP/1.1 400 ");
    assertThat(raw(brokenPath)).startsWith("HTTP/1.1 400 ");
    assertThat(output.getAll()).doesNotContain("zebrafinch");
  }

  @Test
  void whatWasNotForeseenIsLoggedUnderTheRequestsIdAndToldWithoutDetail(CapturedOutput output) {
    tokenizer.answerWith(404);

    Answer answer = api.post("/v1/generations", "{\"prompt\": \"a\"}", "X-Request-Id", "trace-me");

    isProblem(answer, ProblemType.INTERNAL);
    assertThat(answer.text()).doesNotContain("Exception", "java", "tokenizer", "127.0.0.1");
    assertThat(output.getAll()).contains("request trace-me failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator",
        "/actuator/",
        "/actuator/health",
        "/actuator/prometheus",
        "/actuator/env",
        "/actuator/heapdump",
        "/actuator/configprops",
        "/actuator/beans",
        "/actuator/loggers",
        "/actuator/threaddump",
        "//actuator/health",
        "/actuator;x=1/health",
        "/actuator/health;x=1",
        "/%61ctuator/health",
        "/actuator%2fhealth",
        "/v1/../actuator/health",
        "/v1/%2e%2e/actuator/health",
        "/ACTUATOR/health"
      })
  void operatorsDoorsAreNotOnThePublicPort(String path) {
    assertThat(api.get(path).status()).isEqualTo(404);
  }

  @Test
  void operatorsSeeHealthAndMetricsAndNothingElse() {
    submitted();
    try (Api operators = new Api(managementPort)) {
      assertThat(operators.get("/actuator/health").json().get("status").stringValue())
          .isEqualTo("UP");
      assertThat(operators.get("/actuator/health/liveness").status()).isEqualTo(200);
      assertThat(operators.get("/actuator/prometheus").text())
          .contains("nextflow_gateway_submissions_total", "nextflow_gateway_streams_open");
      for (String other : new String[] {"env", "heapdump", "beans", "loggers", "configprops"}) {
        assertThat(operators.get("/actuator/" + other).status()).isEqualTo(404);
      }
      assertThat(operators.get("/v1/models").status()).isEqualTo(404);
    }
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private double count(ProblemType type) {
    return meters.counter("nextflow.gateway.problems", "code", type.code()).count();
  }

  private static void isProblem(Answer answer, ProblemType type) {
    assertThat(answer.status()).isEqualTo(type.status());
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").stringValue()).isEqualTo(type.uri());
    assertThat(answer.json().get("title").stringValue()).isEqualTo(type.title());
    assertThat(answer.json().get("status").intValue()).isEqualTo(type.status());
    assertThat(answer.json().get("code").stringValue()).isEqualTo(type.code());
    assertThat(answer.json().get("retry").booleanValue()).isEqualTo(type.retry());
  }
}
