package dev.nextflow.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobId;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.UnderstandingWork;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Questions about pictures: what the worker gets, what the caller sees, and what is refused. */
@TestPropertySource(
    properties = {"nextflow.outbound.lax=true", "nextflow.outbound.allowed-networks=127.0.0.1/32"})
class PicturesInQuestionsTest extends KeyedGatewayTest {

  private static final String ROUTE = "/v1/understandings";

  private Api user;

  @BeforeEach
  void aTenant() {
    user = user(newTenant());
  }

  @Test
  void aPictureThatIsSentIsReadAsItsCodes() {
    JsonNode job = accepted(question(text("what?"), sent("cat")));

    UnderstandingWork work = work(job);
    GivenPicture picture = work.pictures().getFirst();
    assertThat(picture.codes()).isEqualTo(TokenizerServer.codesOf("cat"));
    assertThat(picture.schedule()).isEqualTo(TokenizerServer.SCHEDULE);
    // u:what? stands before it.
    assertThat(picture.boi()).isEqualTo(7);
    assertThat(work.ids()).hasSize(7 + 2 + 8);
    assertThat(job.at("/request/messages").toString())
        .isEqualTo(
            "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"what?\"},"
                + "{\"type\":\"image\",\"media_type\":\"image/png\",\"bytes\":3}]}]");

    JsonNode transcript = user.get("/v1/jobs/" + id(job) + "/transcript").json();
    JsonNode shown = transcript.get("pictures").get(0);
    assertThat(shown.get("boi").intValue()).isEqualTo(7);
    assertThat(shown.get("schedule").get("grids")).hasSize(4);
    assertThat(shown.get("codes")).hasSize(4);
    assertThat(shown.get("sha256").stringValue()).hasSize(64);
  }

  @Test
  void anEstimateCountsWhatIsReadOfAPicture() {
    String question = question(text("what?"), sent("cat"));
    JsonNode estimate =
        user.post("/v1/estimates", question.replaceFirst("\\{", "{\"kind\":\"understanding\","))
            .json();
    assertThat(estimate.get("prompt_tokens").intValue())
        .isEqualTo(work(accepted(question)).sequence().tokens())
        .isEqualTo(7 + 2 + 8 + 29);
  }

  @Test
  void theCodesOfAPictureThatWasDrawnHereAreTakenAsTheyAre() {
    int encoded = tokenizer.encodings();
    String drawn =
        user.draw("{\"prompt\": \"a\", \"n\": 2, \"size\": \"96x96\"}").get("id").stringValue();
    Worker.takes(queue, drawn).drawsAll();

    JsonNode job = accepted(question(drawn(drawn, 1), text("and?"), drawn(drawn, 0)));

    List<GivenPicture> pictures = work(job).pictures();
    assertThat(pictures).hasSize(2);
    assertThat(pictures.getFirst().codes().get(5)).isEqualTo(Worker.codes(1, 6, 36));
    assertThat(pictures.getLast().codes().get(5)).isEqualTo(Worker.codes(0, 6, 36));
    assertThat(tokenizer.encodings()).isEqualTo(encoded);
    assertThat(job.at("/request/messages/0/content/0").toString())
        .isEqualTo("{\"type\":\"image\",\"job\":\"" + drawn + "\",\"index\":1}");
  }

  @Test
  void aRepeatIsTheSameJobThoughThePictureIsGone() {
    String drawn = user.draw("{\"prompt\": \"a\"}").get("id").stringValue();
    Worker.takes(queue, drawn).drawsAll();
    String question = question(drawn(drawn, 0));
    String first = id(user.post(ROUTE, question, "Idempotency-Key", "k").json());
    assertThat(user.send("DELETE", "/v1/jobs/" + drawn, new byte[0]).status()).isEqualTo(204);

    assertThat(id(user.post(ROUTE, question, "Idempotency-Key", "k").json())).isEqualTo(first);
    assertThat(user.post(ROUTE, question).status()).isEqualTo(404);
  }

  @Test
  void anothersJobIsTheSame404AsNoJobAndAsOneWithoutPictures() {
    Api other = user(newTenant());
    String foreign = other.draw("{\"prompt\": \"a\"}").get("id").stringValue();
    Worker.takes(queue, foreign).drawsAll();
    String unknown = JobId.random(JobId.parse(foreign).orElseThrow().queue()).value();
    String answer = id(accepted(question(text("why?"))));

    String refused = user.post(ROUTE, question(text("?"), drawn(foreign, 0))).text();

    for (String id : List.of(foreign, unknown, answer, "nonsense")) {
      Answer to = user.post(ROUTE, question(text("?"), drawn(id, 0)));
      assertThat(to.text()).isEqualTo(refused);
      blames(to, 404, "not-found", "messages[0].content[1].job");
    }
  }

  @Test
  void aPictureThatIsNotThereIsRefusedByItsPlace() {
    String id = user.draw("{\"prompt\": \"a\", \"n\": 2}").get("id").stringValue();
    Worker worker = Worker.takes(queue, id).draws(1, 3);
    String place = "messages[0].content[0]";
    blames(user.post(ROUTE, question(drawn(id, 0))), 409, "not-drawn-yet", place + ".job");
    user.post("/v1/jobs/" + id + "/cancel", "");
    worker.ends(new dev.nextflow.jobs.Outcome.Cancelled());
    blames(user.post(ROUTE, question(drawn(id, 0))), 409, "job-finished", place + ".job");
    for (int index : new int[] {2, -1}) {
      Answer answer = user.post(ROUTE, question(drawn(id, index)));
      blames(answer, 400, "invalid-request", place + ".index");
    }
    tokenizer.replaceBundle();
    user.get("/v1/models");
    Answer other = user.post(ROUTE, question(drawn(id, 0)));
    blames(other, 400, "invalid-request", place + ".job");
  }

  @Test
  void aPictureElsewhereIsFetchedOnceAndShownByItsUrl() {
    AtomicInteger fetched = new AtomicInteger();
    DisposableServer elsewhere =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(routes ->
                routes
                    .get(
                        "/cat",
                        (_, answer) -> {
                          fetched.incrementAndGet();
                          return answer.sendString(Mono.just("cat"));
                        })
                    .get("/broken", (_, answer) -> answer.sendString(Mono.just("broken"))))
            .bindNow();
    try {
      String server = "http://127.0.0.1:" + elsewhere.port();
      JsonNode job = accepted(question(elsewhere(server + "/cat"), text("?")));

      assertThat(work(job).pictures().getFirst().codes()).isEqualTo(TokenizerServer.codesOf("cat"));
      assertThat(fetched).hasValue(1);
      assertThat(job.at("/request/messages/0/content/0/url").stringValue())
          .isEqualTo(server + "/cat");
      String place = "messages[0].content[0]";
      for (String path : List.of("/broken", "/nothing")) {
        Answer answer = user.post(ROUTE, question(elsewhere(server + path)));
        blames(answer, 400, "invalid-picture", place);
      }
      Answer inside = user.post(ROUTE, question(elsewhere("http://127.0.0.2/")));
      blames(inside, 400, "invalid-request", place);
    } finally {
      elsewhere.disposeNow();
    }
  }

  @Test
  void aPictureThatCantBeReadIsNamedByItsPlaceAndRule() {
    Answer answer = user.post(ROUTE, question(text("a"), sent("cat"), sent("broken")));
    blames(answer, 400, "invalid-picture", "messages[0].content[2]");
    assertThat(answer.json().at("/errors/0/rule").stringValue())
        .isEqualTo("must be whole and undamaged");
  }

  @Test
  void aBadPictureSinksItsOwnLineOfABatchAlone() {
    String bad =
        question(sent("broken"))
            .replaceFirst("\\{", "{\"custom_id\":\"b\",\"kind\":\"understanding\",");
    String good =
        question(sent("cat"))
            .replaceFirst("\\{", "{\"custom_id\":\"g\",\"kind\":\"understanding\",");
    Answer answer =
        user.send(
            "POST",
            "/v1/batches",
            (bad + "\n" + good).getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/jsonl");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().at("/rejected/0/problem/code").stringValue())
        .isEqualTo("invalid-picture");
    assertThat(answer.json().at("/lines/rejected").intValue()).isEqualTo(1);
  }

  private static void blames(Answer answer, int status, String code, String field) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().get("code").stringValue()).isEqualTo(code);
    assertThat(answer.json().at("/errors/0/field").stringValue()).isEqualTo(field);
  }

  private JsonNode accepted(String body) {
    Answer answer = user.post(ROUTE, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json();
  }

  private static String id(JsonNode job) {
    return job.get("id").stringValue();
  }

  private UnderstandingWork work(JsonNode job) {
    String json = Worker.takes(queue, id(job)).lease().work();
    return JsonMapper.shared().readValue(json, UnderstandingWork.class);
  }

  private static String question(String... parts) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":[" + String.join(",", parts) + "]}]}";
  }

  private static String text(String text) {
    return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
  }

  private static String sent(String file) {
    String data = Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.UTF_8));
    return "{\"type\":\"image\",\"media_type\":\"image/png\",\"data\":\"" + data + "\"}";
  }

  private static String elsewhere(String url) {
    return "{\"type\":\"image\",\"url\":\"" + url + "\"}";
  }

  private static String drawn(String job, int index) {
    return "{\"type\":\"image\",\"job\":\"" + job + "\",\"index\":" + index + "}";
  }
}
