package dev.nextflow.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nextflow.local.client.StubGateway.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlatformClientTest {

  private static final DrawRequest REQUEST =
      new DrawRequest("a \"red\" house", 7L, 2.5, null, "96x96");

  @Test
  void sendsOnlyWhatThePersonSaid() throws Exception {
    try (StubGateway gateway = new StubGateway(new Answer(202, "{\"id\":\"gen-1\"}", false));
        PlatformClient client = new PlatformClient(gateway.address())) {
      assertThat(client.submit(REQUEST).text("id")).isEqualTo("gen-1");
      assertThat(gateway.asked())
          .singleElement()
          .extracting(StubGateway.Asked::body)
          .isEqualTo(
              "{\"prompt\":\"a \\\"red\\\" house\",\"seed\":7,\"guidance\":2.5,\"size\":\"96x96\"}");
    }
  }

  @Test
  void sendsTheKeyWithEveryRequest() throws Exception {
    Answer empty = new Answer(200, "{}", false);
    try (StubGateway gateway =
            new StubGateway(empty, empty, empty, new Answer(200, event("1-0", "finished"), false));
        PlatformClient client = new PlatformClient(gateway.address(), "nfk_1")) {
      client.submit(REQUEST);
      client.get("/v1/models");
      client.change("PATCH", "/v1/admin/tenants/a", "{\"weight\":2}");
      client.follow("/v1/jobs/gen-1/events", event -> {});
      assertThat(gateway.asked())
          .hasSize(4)
          .extracting(asked -> asked.header("Authorization"))
          .containsOnly("Bearer nfk_1");
      assertThat(gateway.asked().get(2).body()).isEqualTo("{\"weight\":2}");
    }
  }

  /** A second key would be made, and nobody would hold it. */
  @Test
  void doesNotRepeatAChangeWhoseAnswerWasLost() throws Exception {
    try (StubGateway gateway =
            new StubGateway(new Answer(201, "{}", true), new Answer(201, "{}", false));
        PlatformClient client = new PlatformClient(gateway.address())) {
      assertThatThrownBy(() -> client.change("POST", "/v1/admin/keys", "{}"))
          .isInstanceOf(IOException.class);
      assertThat(gateway.asked()).hasSize(1);
    }
  }

  /** The reply was lost, the job may exist: only the same key keeps it from being drawn twice. */
  @Test
  void repeatsALostSubmitUnderTheSameKey() throws Exception {
    try (StubGateway gateway =
            new StubGateway(
                new Answer(202, "{\"id\":\"gen-1\"}", true),
                new Answer(202, "{\"id\":\"gen-1\"}", false));
        PlatformClient client = new PlatformClient(gateway.address())) {
      assertThat(client.submit(REQUEST).text("id")).isEqualTo("gen-1");
      assertThat(gateway.asked())
          .hasSize(2)
          .extracting(asked -> asked.header("Idempotency-key"))
          .allMatch(key -> key.equals(gateway.asked().getFirst().header("Idempotency-key")))
          .doesNotContain("");
    }
  }

  @Test
  void takesABrokenEventStreamUpAfterTheLastEvent() throws Exception {
    try (StubGateway gateway =
            new StubGateway(
                new Answer(200, event("1-0", "queued") + event("2-0", "started"), true),
                new Answer(200, event("3-0", "finished"), false));
        PlatformClient client = new PlatformClient(gateway.address())) {
      List<String> seen = new ArrayList<>();
      client.follow("/v1/jobs/gen-1/events", event -> seen.add(event.type()));
      assertThat(seen).containsExactly("queued", "started", "finished");
      assertThat(gateway.asked())
          .extracting(asked -> asked.header("Last-event-id"))
          .containsExactly("", "2-0");
    }
  }

  @Test
  void aProblemBecomesOneLineThatNamesTheFields() throws Exception {
    String problem =
        """
        {"title":"The request breaks a rule; errors[] names the field and the rule.","status":400,
         "errors":[{"field":"guidance","rule":"must be 0..20"},{"field":"n","rule":"must be 1..4"}]}
        """;
    try (StubGateway gateway = new StubGateway(new Answer(400, problem, false));
        PlatformClient client = new PlatformClient(gateway.address())) {
      assertThatThrownBy(() -> client.submit(REQUEST))
          .isInstanceOfSatisfying(
              ProblemAnswer.class, answer -> assertThat(answer.refused()).isTrue())
          .hasMessage("guidance: must be 0..20; n: must be 1..4");
    }
  }

  @Test
  void anAnswerThatIsNoProblemDocumentIsNamedByItsStatus() throws Exception {
    try (StubGateway gateway = new StubGateway(new Answer(502, "<html>Bad gateway</html>", false));
        PlatformClient client = new PlatformClient(gateway.address())) {
      assertThatThrownBy(() -> client.get("/v1/models"))
          .isInstanceOfSatisfying(
              ProblemAnswer.class, answer -> assertThat(answer.refused()).isFalse())
          .hasMessage("the platform answered with status 502");
    }
  }

  private static String event(String id, String type) {
    return "id:" + id + "\nevent:" + type + "\ndata:{}\n\n";
  }
}
