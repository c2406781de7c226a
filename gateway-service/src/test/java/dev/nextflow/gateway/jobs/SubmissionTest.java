package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleSchedule;
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
            "{\"prompt\":\" ab \",\"size\":\"128x64\",\"n\":1,\"seed\":42,\"guidance\":3.0,"
                + "\"temperature\":1.0,\"top_k\":50,\"top_p\":0.95,\"priority\":\"normal\",\"webhook\":null}");
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
    Answer first = api.post("/v1/generations", "{\"prompt\": \"a\"}", "Idempotency-Key", "k-1");
    Answer again = api.post("/v1/generations", "{\"prompt\": \"a\"}", "Idempotency-Key", "k-1");

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
  }

  @Test
  void theSameKeyWithAnotherBodyIsRefused() {
    api.post("/v1/generations", "{\"prompt\": \"a\"}", "Idempotency-Key", "k-2");

    Answer other = api.post("/v1/generations", "{\"prompt\": \"b\"}", "Idempotency-Key", "k-2");

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
                      api.post("/v1/generations", "{\"prompt\": \"a\"}", "Idempotency-Key", "k-3")
                          .json()
                          .get("id")
                          .stringValue())));
    }

    assertThat(ids).hasSize(1);
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

    assertThat(api.post("/v1/generations", body, "Idempotency-Key", "k".repeat(255)).status())
        .isEqualTo(202);
    assertThat(api.post("/v1/generations", body, "Idempotency-Key", "k".repeat(256)).status())
        .isEqualTo(400);
    assertThat(
            api.post("/v1/generations", body, "Idempotency-Key", "a", "Idempotency-Key", "b")
                .status())
        .isEqualTo(400);
  }
}
