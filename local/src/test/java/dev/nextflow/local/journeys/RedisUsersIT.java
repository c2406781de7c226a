package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JsonObject;
import dev.nextflow.testing.ServiceProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** Each service does its work as its user of {@code redis/users.acl}, and Redis refuses nobody. */
class RedisUsersIT {

  private static final String QUESTION =
      "\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"a house?\"}]";

  @Test
  void redisRefusesNoServiceWhatItsWorkNeeds() throws Exception {
    try (SeparateServices services = new SeparateServices();
        ServiceProcess painter = services.startWorker();
        ServiceProcess writer = services.startUnderstandingWorker();
        Api api = new Api(services.address())) {
      accountAndKey(api);
      assertThat(
              api.post("/v1/webhook-endpoints", "{\"url\":\"https://example.com/hook\"}").status())
          .isEqualTo(201);
      JsonObject drawn = api.draw("{\"prompt\":\"a red house\",\"size\":\"96x96\",\"seed\":7}");
      assertThat(api.tokens(drawn)).hasSize(1);
      api.succeeded(Api.accepted(api.post("/v1/understandings", "{" + QUESTION + "}")));
      api.succeeded(
          Api.accepted(
              api.post(
                  "/v1/compositions",
                  "{\"prompt\":\"a story\",\"max_tokens\":8,\"max_pictures\":1}")));
      aTurnOfASession(api);
      aBatch(services.address());
      cancelled(api);
      assertThat(api.get("/v1/jobs").status()).isEqualTo(200);
      assertThat(api.get("/v1/usage").status()).isEqualTo(200);

      assertThat(painter.alive() && writer.alive()).isTrue();
      assertThat(services.redis().refusals()).isEmpty();
    }
  }

  private static void accountAndKey(Api api) throws Exception {
    assertThat(api.post("/v1/admin/tenants", "{\"name\":\"acme\"}").status()).isEqualTo(201);
    assertThat(api.post("/v1/admin/keys", "{\"tenant\":\"acme\",\"name\":\"first\"}").status())
        .isEqualTo(201);
  }

  private static void aTurnOfASession(Api api) throws Exception {
    String session = api.post("/v1/sessions", "{}").json().text("id");
    String turn = "{\"session_id\":\"%s\",\"prompt\":\"a disc?\",\"max_tokens\":4}";
    api.succeeded(Api.accepted(api.post("/v1/understandings", turn.formatted(session))));
    assertThat(api.get("/v1/sessions/" + session).status()).isEqualTo(200);
  }

  private static void aBatch(URI address) throws Exception {
    String line =
        "{\"custom_id\":\"a\",\"kind\":\"understanding\",\"prompt\":\"why?\",\"max_tokens\":4}";
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest batch =
          HttpRequest.newBuilder(address.resolve("/v1/batches"))
              .header("Content-Type", "application/jsonl")
              .POST(BodyPublishers.ofString(line))
              .build();
      assertThat(http.send(batch, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
    }
  }

  private static void cancelled(Api api) throws Exception {
    JsonObject job = api.submit("{\"prompt\":\"a\",\"size\":\"512x512\",\"n\":4}");
    assertThat(api.post("/v1/jobs/" + job.text("id") + "/cancel", "").status()).isLessThan(300);
  }
}
