package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobId;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.SamplingPerScale;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SubmissionTest extends GatewayTest {

  @Test
  void aGoodRequestIsAcceptedAsAJob() {
    Answer answer = api.post("/v1/generations", "{\"prompt\": \"a red house\", \"n\": 2}");

    assertThat(answer.status()).isEqualTo(202);
    JsonNode job = answer.json();
    String id = job.get("id").stringValue();
    assertThat(answer.header("Location")).isEqualTo("/v1/jobs/" + id);
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
    assertThat(id).startsWith("gen-demo-" + tokenizer.digest().substring(7, 15) + "-");
    assertThat(job.get("state").stringValue()).isEqualTo("queued");
    assertThat(job.get("queue_position").intValue()).isZero();
    assertThat(api.job(id)).isEqualTo(job);
  }

  @Test
  void theWorkerGetsTheTokenSequencesAndEveryBlankFilledIn() {
    String id = submitted("{\"prompt\": \"ab\", \"seed\": 42, \"top_p\": 0.5}");

    GenerationWork work = Worker.takes(queue, id).work();

    assertThat(work.digest()).isEqualTo(tokenizer.digest());
    assertThat(work.conditionalIds()).containsExactly('a', 'b', 0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(work.unconditionalIds()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(work.schedule()).isEqualTo(new ScaleSchedule(new Grid(64, 64), 6));
    assertThat(work.images()).isEqualTo(1);
    assertThat(work.seed()).isEqualTo(42);
    assertThat(work.sampling()).isEqualTo(new Sampling(3.0, 1.0, 50, 0.5));
  }

  @Test
  void theViewShowsTheRequestAsItWasResolved() {
    JsonNode request =
        api.draw("{\"prompt\": \" ab \", \"seed\": 42, \"size\": \"128x64\"}").get("request");

    assertThat(request.toString())
        .isEqualTo(
            "{\"prompt\":\" ab \",\"size\":\"128x64\",\"aspect_ratio\":\"7:4\",\"level\":6,"
                + "\"n\":1,\"seed\":42,\"guidance\":3.0,\"temperature\":1.0,\"top_k\":50,"
                + "\"top_p\":0.95,\"stop_after\":null,\"budget_tokens\":null,"
                + "\"thinking\":\"off\",\"approval\":\"none\","
                + "\"priority\":\"normal\",\"deadline\":900,\"retention\":604800,\"labels\":{},\"webhook\":null}");
  }

  @Test
  void aRowOfTheScheduleTableAndALevelAreAsGoodAsASize() {
    String id = submitted("{\"prompt\": \"a\", \"aspect_ratio\": \"7:4\", \"level\": 4}");

    assertThat(api.job(id).get("request").get("size").stringValue()).isEqualTo("80x48");
    assertThat(Worker.takes(queue, id).work().schedule())
        .isEqualTo(new ScaleSchedule(new Grid(48, 84), 4));
  }

  @Test
  void aRowAloneHasItsFinestLevelAndALevelAloneTheFirstRow() {
    assertThat(size("\"aspect_ratio\": \"7:4\"")).isEqualTo("128x64");
    assertThat(size("\"level\": 4")).isEqualTo("64x64");
    assertThat(size("\"level\": null")).isEqualTo("96x96");
  }

  private String size(String field) {
    JsonNode job = api.draw("{\"prompt\": \"a\", %s}".formatted(field));
    return job.get("request").get("size").stringValue();
  }

  @Test
  void listsPerScaleReachTheWorkerAndStandInTheView() {
    String id =
        submitted(
            "{\"prompt\": \"a\", \"guidance\": [0, 1, 2, 3, 4, 5.5], \"temperature\": 0.5,"
                + " \"top_k\": [9, 9, 9, 9, 9, 1]}");

    assertThat(Worker.takes(queue, id).work().sampling())
        .isEqualTo(
            new Sampling(
                3.0,
                0.5,
                50,
                0.95,
                new SamplingPerScale(
                    List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.5), null, List.of(9, 9, 9, 9, 9, 1), null)));
    JsonNode request = api.job(id).get("request");
    assertThat(request.get("guidance").toString()).isEqualTo("[0.0,1.0,2.0,3.0,4.0,5.5]");
    assertThat(request.get("top_k").toString()).isEqualTo("[9,9,9,9,9,1]");
    assertThat(request.get("temperature").doubleValue()).isEqualTo(0.5);
  }

  @Test
  void aStopAndABudgetReachTheWorkerAndMakeThePrice() {
    JsonNode job =
        api.draw("{\"prompt\": \"a\", \"n\": 2, \"stop_after\": 4, \"budget_tokens\": 59}");

    assertThat(job.get("progress").get("tokens_total").intValue()).isEqualTo(2 * (1 + 4 + 9));
    assertThat(job.get("request").get("stop_after").intValue()).isEqualTo(4);
    GenerationWork work = Worker.takes(queue, job.get("id").stringValue()).work();
    assertThat(work.stopAfterScale()).isEqualTo(4);
    assertThat(work.budgetTokens()).isEqualTo(59);
  }

  @Test
  void twoRequestsWithoutASeedGetTwo() {
    long one = api.draw("{\"prompt\": \"a\"}").get("request").get("seed").longValue();
    long other = api.draw("{\"prompt\": \"a\"}").get("request").get("seed").longValue();

    assertThat(one).isBetween(0L, (1L << 53) - 1).isNotEqualTo(other);
  }

  @Test
  void theQueueIsJoinedAtItsEnd() {
    submitted();
    submitted();

    Answer third = api.post("/v1/generations", "{\"prompt\": \"a\"}");

    assertThat(third.json().get("queue_position").intValue()).isEqualTo(2);
    assertThat(third.header("Retry-After")).isEqualTo("3");
  }

  @Test
  void aHighPriorityGoesFirst() {
    submitted();

    JsonNode urgent = api.draw("{\"prompt\": \"a\", \"priority\": \"high\"}");

    assertThat(urgent.get("queue_position").intValue()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"prompt": " "}                       | prompt | must not be blank
          {"prompt": "a", "colour": "red"}      | colour | unknown field
          {"prompt": "a", "n": "2"}             | n      | must be a whole number
          {"prompt": "a", "guidance": -1}       | guidance | must be 0..20
          {"prompt": "a", "size": "100x100"}    | size   | must be one of 96x96, 128x64, 64x64, 80x48
          {"prompt": "a", "size": "96X96"}      | size   | must be one of 96x96, 128x64, 64x64, 80x48
          {"prompt": "a", "top_k": 65}          | top_k  | must be 1..64
          {"prompt": "a", "top_k": [1, 2, 3, 4, 5, 65]} | top_k[5] | must be 1..64
          {"prompt": "a", "top_p": [1, 1]}      | top_p  | must have 6 values, one for each scale
          {"prompt": "a", "aspect_ratio": "16:9"} | aspect_ratio | must be one of 1:1, 7:4
          {"prompt": "a", "level": 5}           | level  | must be one of 6, 4
          {"prompt": "a", "level": -1}          | level  | must be one of 6, 4
          {"prompt": "a", "stop_after": 7}      | stop_after | must be 1..6
          {"prompt": "a", "stop_after": 0}      | stop_after | must be 1..6
          {"prompt": "a", "n": 3, "budget_tokens": 2} | budget_tokens | must be at least 3, the price of the first scale
          {"prompt": "a", "model": "large"}     | model  | unknown model
          {"prompt": "a\\u0007b"}               | prompt | must not contain control characters or unpaired surrogates
          {"prompt": "a very long prompt for so small a model"} | prompt | must be at most 32 tokens
          """)
  void aBadRequestIsRefusedBeforeThereIsAJob(String body, String field, String rule) {
    Answer answer = api.post("/v1/generations", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("invalid-request");
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"rule\":\"%s\"}]".formatted(field, rule));
  }

  @Test
  void whatOnlyTheModelCanSayIsToldTogetherToo() {
    Answer answer =
        api.post("/v1/generations", "{\"prompt\": \"a\", \"size\": \"1x1\", \"top_k\": 9999}");

    assertThat(answer.json().get("errors")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "\"a\"", "{\"prompt\": \"a\", \"prompt\": \"b\"}", "{\"prompt\": NaN}"})
  void aBodyThatIsNoObjectIsMalformed(String body) {
    Answer answer = api.post("/v1/generations", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("malformed-json");
  }

  @Test
  void aHundredThousandLevelsOfNestingAreMalformed() {
    Answer answer = api.post("/v1/generations", "{\"a\":".repeat(100_000));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("malformed-json");
  }

  @Test
  void twoMegabytesAreTooLarge() {
    Answer answer =
        api.post("/v1/generations", "{\"prompt\": \"%s\"}".formatted("a".repeat(2 << 20)));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().get("code").stringValue()).isEqualTo("body-too-large");
  }

  @Test
  void theSameKeyAndBodyAreTheSameJob() {
    Answer first =
        api.post("/v1/generations", "{\"prompt\": \"a\"}", "Idempotency-Key", key("k-1"));
    Answer again =
        api.post("/v1/generations", "{\"prompt\": \"a\"}", "Idempotency-Key", key("k-1"));

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
  }

  @Test
  void aRepeatIsTheSameJobThoughNoneLikeItCouldBeMadeAnyMore() {
    String endpoint =
        api.post("/v1/webhook-endpoints", "{\"url\": \"https://receiver.example/\"}")
            .json()
            .get("id")
            .stringValue();
    String body = "{\"prompt\": \"a\", \"webhook\": \"%s\"}".formatted(endpoint);
    Answer first = api.post("/v1/generations", body, "Idempotency-Key", key("gone"));
    api.send("DELETE", "/v1/webhook-endpoints/" + endpoint, new byte[0]);

    Answer again = api.post("/v1/generations", body, "Idempotency-Key", key("gone"));

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(api.post("/v1/generations", body, "Idempotency-Key", key("new")).status())
        .isEqualTo(400);
    assertThat(api.post("/v1/generations", "{\"n\": 9}", "Idempotency-Key", key("gone")).status())
        .as("what is wrong with a body is told first")
        .isEqualTo(400);
  }

  @Test
  void theSameKeyWithAnotherBodyIsRefused() {
    api.post("/v1/generations", "{\"prompt\": \"a\"}", "Idempotency-Key", key("k-2"));

    Answer other =
        api.post("/v1/generations", "{\"prompt\": \"b\"}", "Idempotency-Key", key("k-2"));

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("code").stringValue()).isEqualTo("idempotency-key-reused");
  }

  @Test
  void manyAtOnceWithOneKeyAreOneJob() {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 24)
          .forEach(_ ->
              callers.submit(() ->
                  ids.add(
                      api.post(
                              "/v1/generations",
                              "{\"prompt\": \"a\"}",
                              "Idempotency-Key",
                              key("k-3"))
                          .json()
                          .get("id")
                          .stringValue())));
    }

    assertThat(ids).hasSize(1);
  }

  @Test
  void theSameKeyForAnAnswerInsteadOfAPictureIsRefused() {
    String body = "{\"prompt\": \"a\"}";
    api.post("/v1/generations", body, "Idempotency-Key", key("k-4"));

    Answer other = api.post("/v1/understandings", body, "Idempotency-Key", key("k-4"));

    assertThat(other.status()).isEqualTo(422);
  }

  @Test
  void theSameKeyAfterTheBundleWasReplacedIsTheSameJob() {
    String body = "{\"prompt\": \"a\"}";
    String key = key("k-5");
    Answer first = api.post("/v1/generations", body, "Idempotency-Key", key);
    tokenizer.replaceBundle();

    Answer again = api.post("/v1/generations", body, "Idempotency-Key", key);

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(queueOf(submitted())).isNotEqualTo(queueOf(first.json().get("id").stringValue()));
  }

  private static String queueOf(String id) {
    return JobId.parse(id).orElseThrow().queue();
  }

  /** A tenant's keys hold for a day; the bundle is new with every test. */
  private String key(String name) {
    return name + tokenizer.digest().substring(32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words"})
  void aBadKeyIsRefused(String key) {
    Answer answer = api.post("/v1/generations", "{\"prompt\": \"a\"}", "Idempotency-Key", key);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").get(0).get("field").stringValue())
        .isEqualTo("Idempotency-Key");
  }

  @Test
  void aKeyOf256CharactersAndTwoKeysAreRefused() {
    String body = "{\"prompt\": \"a\"}";

    assertThat(
            api.post("/v1/generations", body, "Idempotency-Key", "k".repeat(216) + key(""))
                .status())
        .isEqualTo(202);
    assertThat(api.post("/v1/generations", body, "Idempotency-Key", "k".repeat(256)).status())
        .isEqualTo(400);
    assertThat(
            api.post("/v1/generations", body, "Idempotency-Key", "a", "Idempotency-Key", "b")
                .status())
        .isEqualTo(400);
  }
}
