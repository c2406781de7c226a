package dev.nextflow.gateway.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.BatchLine;
import dev.nextflow.gateway.JobDesk;
import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.jobs.Lease;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.jobs.Share;
import dev.nextflow.jobs.Submission;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemType;
import dev.nextflow.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestPropertySource(
    properties = {
      "nextflow.gateway.batch-every=100ms",
      "nextflow.gateway.batch-window=4",
      "nextflow.gateway.batch-lines=30"
    })
class BatchesTest extends GatewayTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Outcome DONE = new Outcome.Succeeded("{}");

  @Autowired private BatchStore store;
  @Autowired private BatchFeeder feeder;
  @Autowired private JobDesk desk;

  @Test
  void everyLineBecomesAJobAndTheResultsComeInOrder() {
    Answer accepted = post(lines(10));
    assertThat(accepted.status()).isEqualTo(202);
    String id = accepted.json().get("id").stringValue();
    assertThat(accepted.header("Location")).isEqualTo("/v1/batches/" + id);
    assertThat(accepted.header("Retry-After")).isNotEmpty();
    assertThat(accepted.json().get("lines").get("total").intValue()).isEqualTo(10);

    JsonNode ended = workedOff(id, lease -> DONE);

    assertThat(ended.get("state").stringValue()).isEqualTo("succeeded");
    assertThat(ended.get("finished_at").isNull()).isFalse();
    List<JsonNode> results = results(id);
    assertThat(results.stream().map(line -> line.get("custom_id").stringValue()))
        .isEqualTo(IntStream.rangeClosed(1, 10).mapToObj(i -> "line-" + i).toList());
    assertThat(results)
        .allSatisfy(line -> {
          assertThat(line.get("state").stringValue()).isEqualTo("succeeded");
          assertThat(line.get("job")).isEqualTo(api.job(line.get("job").get("id").stringValue()));
        });
  }

  @Test
  void badLinesAreToldAndSinkNoOther() {
    String id =
        post(String.join(
                "\n",
                "{\"custom_id\": \"a\", \"prompt\": \"a\"}",
                "{\"custom_id\": \"b\", \"prompt\": \"b\", \"n\": 9, \"colour\": 1}",
                "",
                "{\"custom_id\": \"c\", \"prompt\": ",
                "{\"custom_id\": \"a\", \"prompt\": \"a\"}",
                "{\"prompt\": \"d\"}",
                "{\"custom_id\": \"e\", \"kind\": \"video\", \"prompt\": \"e\"}",
                "{\"custom_id\": \"f\", \"prompt\": \"f\", \"model\": \"large\"}"))
            .json()
            .get("id")
            .stringValue();

    JsonNode ended = workedOff(id, lease -> DONE);

    assertThat(ended.get("state").stringValue()).isEqualTo("partially_succeeded");
    assertThat(ended.get("lines").get("rejected").intValue()).isEqualTo(6);
    assertThat(ended.get("rejected").valueStream().map(BatchesTest::told))
        .containsExactly(
            "2 b invalid-request n colour",
            "3 null malformed-json",
            "4 a invalid-request custom_id",
            "5 null invalid-request custom_id",
            "6 e invalid-request kind",
            "7 f invalid-request model");
    assertThat(results(id).stream().map(line -> line.get("state").stringValue()))
        .containsExactly(
            "succeeded", "rejected", "rejected", "rejected", "rejected", "rejected", "rejected");
    assertThat(results(id).get(1).get("problem").get("code").stringValue())
        .isEqualTo("invalid-request");
  }

  @Test
  void aBatchWithoutOneGoodLineIsRefused() {
    Answer answer = post("{\"prompt\": \"a\"}\n{");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").valueStream().map(e -> e.get("field").stringValue()))
        .containsExactly("line 1: custom_id", "line 2: body");
    assertThat(post("\n\r\n").status()).isEqualTo(400);
    assertThat(post(lines(31)).status()).isEqualTo(400);
    assertThat(api.post("/v1/batches", lines(1)).status())
        .as("JSON is no JSON Lines")
        .isEqualTo(415);
  }

  @Test
  void picturesAndAnswersMayStandInOneBatch() {
    String id =
        post("{\"custom_id\": \"a\", \"kind\": \"understanding\", \"prompt\": \"Why?\"}\r\n"
                + "{\"custom_id\": \"b\", \"kind\": \"generation\", \"prompt\": \"b\"}\r\n")
            .json()
            .get("id")
            .stringValue();

    workedOff(id, lease -> new Outcome.Succeeded("{\"ids\": [7]}"));

    List<JsonNode> results = results(id);
    assertThat(results.get(0).get("job").get("answer").stringValue()).isEqualTo("text of 7");
    assertThat(results.get(1).get("job").get("images")).hasSize(1);
  }

  @Test
  void onlySoManyLinesAreInTheQueueAtOnce() {
    String id = id(post(lines(12)));

    Eventually.holds("the window is full", LONG, () -> waiting() == 4);
    feeder.lookOnce().block(LONG);
    assertThat(waiting()).isEqualTo(4);

    workedOff(id, lease -> DONE);
  }

  @Test
  void cancellingEndsWhatWaitsAndWhatRuns() {
    String id = id(post(lines(12)));
    Eventually.holds("the window is full", LONG, () -> waiting() == 4);
    Lease running = queue.reserve(queueName(), "test").block();

    Answer asked = api.post("/v1/batches/" + id + "/cancel", "");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.json().get("cancel_requested").booleanValue()).isTrue();
    Eventually.holds(
        "its worker is asked",
        LONG,
        () -> queue.find("local", running.id()).block().cancelRequested());
    queue.finish(running, new Outcome.Cancelled()).block();
    JsonNode ended = ended(id);

    assertThat(ended.get("state").stringValue()).isEqualTo("cancelled");
    assertThat(ended.get("lines").get("cancelled").intValue()).isEqualTo(12);
    assertThat(waiting()).isZero();
    assertThat(api.post("/v1/batches/" + id + "/cancel", "").json()).isEqualTo(ended);
    assertThat(results(id)).hasSize(12);
  }

  @Test
  void whatHasEndedOtherwiseCanNotBeCancelled() {
    String id = id(post(lines(1)));
    workedOff(id, lease -> new Outcome.Failed("drawing-failed"));

    assertThat(api.get("/v1/batches/" + id).json().get("state").stringValue()).isEqualTo("failed");
    assertThat(api.post("/v1/batches/" + id + "/cancel", "").status()).isEqualTo(409);
  }

  @Test
  void aLineMakesOneJobThoughItsFeederDiedRightAfterSubmittingIt() {
    feeder.stop();
    Set<String> submitted = new HashSet<>();
    String id;
    try {
      id = id(post(lines(4)));
      Batch batch = store.find("local", new BatchId(id)).block();
      store
          .lines(batch, List.of(1, 2, 3, 4))
          .block()
          .forEach((line, read) -> {
            String key = "batch " + id + " " + line;
            Submission made =
                desk.submit(
                        "local",
                        TenantLimits.most(1),
                        Share.USUAL,
                        ((BatchLine.Good) read).order(),
                        key,
                        key)
                    .block();
            submitted.add(((Submission.Accepted) made).job().id().value());
          });
    } finally {
      feeder.start();
    }

    workedOff(id, lease -> DONE);

    assertThat(
            results(id).stream()
                .map(line -> line.get("job").get("id").stringValue())
                .collect(Collectors.toSet()))
        .hasSize(4)
        .isEqualTo(submitted);
  }

  @Test
  void theSameKeyAndBodyAreTheSameBatch() {
    String key = "batch-key" + tokenizer.digest().substring(40);
    String first = id(post(lines(2), "Idempotency-Key", key));

    Answer again = post(lines(2), "Idempotency-Key", key);
    Answer other = post(lines(1), "Idempotency-Key", key);

    assertThat(again.status()).isEqualTo(202);
    assertThat(id(again)).isEqualTo(first);
    assertThat(other.status()).isEqualTo(422);
    workedOff(first, lease -> DONE);
    assertThat(waiting()).isZero();
  }

  @Test
  void aLineWhoseJobWasDeletedIsStillAccountedFor() {
    String id = id(post(lines(1)));
    workedOff(id, lease -> DONE);
    String job = results(id).getFirst().get("job").get("id").stringValue();

    api.send("DELETE", "/v1/jobs/" + job, new byte[0]);

    assertThat(results(id).getFirst().get("state").stringValue()).isEqualTo("succeeded");
    assertThat(results(id).getFirst().get("job").isNull()).isTrue();
  }

  @Test
  void anotherTenantsBatchIsTheSame404AsNone() {
    BatchId foreign = BatchId.random();
    store
        .store(
            new BatchStore.NewBatch(
                "somebody-else",
                foreign,
                Share.USUAL,
                List.of(new BatchLine.Bad("a", Problem.of(ProblemType.INVALID_REQUEST))),
                null,
                "hash",
                9))
        .block();

    for (String written : List.of(foreign.value(), BatchId.random().value(), "17")) {
      for (String route : List.of("", "/results")) {
        assertThat(api.get("/v1/batches/" + written + route).status()).isEqualTo(404);
      }
      assertThat(api.post("/v1/batches/" + written + "/cancel", "").status()).isEqualTo(404);
    }
  }

  @Test
  void theTokenizerAwayIsNoBadLine() {
    id(post(lines(1)));
    tokenizer.answerWith(503);

    assertThat(post(lines(2)).status()).isEqualTo(503);
  }

  private Answer post(String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", "application/jsonl"));
    all.addAll(List.of(headers));
    return api.send(
        "POST", "/v1/batches", body.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
  }

  private static String id(Answer accepted) {
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
    return accepted.json().get("id").stringValue();
  }

  private static String lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj("{\"custom_id\": \"line-%1$d\", \"prompt\": \"picture %1$d\"}"::formatted)
        .collect(Collectors.joining("\n"));
  }

  private static String told(JsonNode rejected) {
    return rejected.get("line").intValue()
        + " "
        + (rejected.get("custom_id").isNull() ? null : rejected.get("custom_id").stringValue())
        + " "
        + rejected.get("problem").get("code").stringValue()
        + rejected
            .get("problem")
            .path("errors")
            .valueStream()
            .map(error -> " " + error.get("field").stringValue())
            .collect(Collectors.joining());
  }

  /** Plays the workers of both kinds until the batch has ended. */
  private JsonNode workedOff(String id, Function<Lease, Outcome> worker) {
    List<String> queues =
        List.of(queueName(), QueueNames.understanding("demo", tokenizer.digest()));
    Eventually.holds(
        "the batch ends",
        LONG,
        () -> {
          for (String name : queues) {
            queue
                .reserve(name, "test")
                .blockOptional()
                .ifPresent(lease -> queue.finish(lease, worker.apply(lease)).block());
          }
          return hasEnded(id);
        });
    return api.get("/v1/batches/" + id).json();
  }

  private JsonNode ended(String id) {
    Eventually.holds("the batch ends", LONG, () -> hasEnded(id));
    return api.get("/v1/batches/" + id).json();
  }

  private boolean hasEnded(String id) {
    return !api.get("/v1/batches/" + id).json().get("finished_at").isNull();
  }

  private List<JsonNode> results(String id) {
    Answer answer = api.get("/v1/batches/" + id + "/results");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/jsonl");
    return answer.text().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  private String queueName() {
    return QueueNames.generation("demo", tokenizer.digest());
  }

  private long waiting() {
    return queue.depth(queueName()).block().waiting().get(Priority.NORMAL);
  }
}
