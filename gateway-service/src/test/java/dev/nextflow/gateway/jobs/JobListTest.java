package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class JobListTest extends GatewayTest {

  /** All tests are one tenant: each finds its own jobs by this. */
  private final String mine = "test:" + UUID.randomUUID();

  @Test
  void showsTheNewestFirstAsTheyAreOnTheirOwn() {
    String first = labelled();
    String second = labelled();
    Worker.takes(queue, first).draws(1, 2);

    Answer answer = list("label=" + mine);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().propertyNames()).containsExactly("object", "jobs", "next_cursor");
    assertThat(ids(answer)).containsExactly(second, first);
    assertThat(answer.json().get("jobs").get(0)).isEqualTo(api.job(second));
    assertThat(answer.json().get("jobs").get(1)).isEqualTo(api.job(first));
    assertThat(answer.json().get("next_cursor").isNull()).isTrue();
  }

  @Test
  void goesThroughPagesThatNewJobsNeverShift() {
    List<String> submitted = IntStream.range(0, 7).mapToObj(i -> labelled()).toList().reversed();

    List<String> seen = new ArrayList<>();
    String query = "limit=3&label=" + mine;
    JsonNode page = list(query).json();
    while (true) {
      page.get("jobs").forEach(job -> seen.add(job.get("id").stringValue()));
      if (page.get("next_cursor").isNull()) {
        break;
      }
      labelled();
      page = list(query + "&cursor=" + page.get("next_cursor").stringValue()).json();
    }

    assertThat(seen).isEqualTo(submitted);
  }

  @Test
  void filtersByStateAndTime() {
    String done = labelled();
    Worker.takes(queue, done).drawsAll();
    String failed = labelled();
    Worker.takes(queue, failed).ends(new Outcome.Failed("drawing-failed"));
    String waiting = labelled();
    String at = api.job(failed).get("created_at").stringValue();

    assertThat(ids(list("state=succeeded&label=" + mine))).containsExactly(done);
    assertThat(ids(list("state=succeeded&state=queued&label=" + mine)))
        .containsExactly(waiting, done);
    assertThat(ids(list("created_after=%s&label=%s".formatted(at, mine))))
        .doesNotContain(done, failed);
    assertThat(ids(list("created_before=%s&label=%s".formatted(at, mine))))
        .doesNotContain(failed, waiting);
  }

  @Test
  void needsNoTokenizerForAnswers() {
    String id =
        api.post("/v1/understandings", "{\"prompt\": \"a\", \"labels\": {%s}}".formatted(json()))
            .json()
            .get("id")
            .stringValue();
    Worker.takes(queue, id).ends(new Outcome.Succeeded("{\"ids\": [7]}"));
    tokenizer.answerWith(503);

    Answer answer = list("label=" + mine);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("jobs").get(0).get("answer").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          limit=0                | limit          | must be 1..100
          limit=101              | limit          | must be 1..100
          limit=1&limit=2        | limit          | must come once
          state=done             | state          | must be a state of a job
          label=a                | label          | must be a key and a value with a colon between
          label=a:1&label=a:2    | label          | must name every key once
          created_after=today    | created_after  | must be a time such as 2026-11-24T09:30:00Z
          created_before=9999    | created_before | must be a time such as 2026-11-24T09:30:00Z
          page=2                 | page           | unknown parameter
          cursor=abc             | cursor         | must be one that a list with these filters gave
          cursor=%2B%2F%00       | cursor         | must be one that a list with these filters gave
          """)
  void refusesWhatItDoesNotKnow(String query, String field, String rule) {
    Answer answer = list(query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"rule\":\"%s\"}]".formatted(field, rule));
  }

  @Test
  void refusesACursorOfOtherFilters() {
    labelled();
    labelled();
    String cursor = list("limit=1&label=" + mine).json().get("next_cursor").stringValue();

    assertThat(list("limit=1&label=" + mine + "&cursor=" + cursor).status()).isEqualTo(200);
    assertThat(list("limit=1&cursor=" + cursor).status()).isEqualTo(400);
  }

  @Test
  void deletesAJobThatHasEnded() {
    String id = labelled();
    Worker.takes(queue, id).drawsAll();

    Answer deleted = delete(id);

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
    assertThat(api.get("/v1/jobs/" + id).status()).isEqualTo(404);
    assertThat(api.get("/v1/jobs/" + id + "/images/0").status()).isEqualTo(404);
    assertThat(ids(list("label=" + mine))).isEmpty();
    assertThat(delete(id).status()).isEqualTo(404);
  }

  @Test
  void deletesNoJobThatWaitsOrRuns() {
    String id = labelled();

    assertThat(delete(id).status()).isEqualTo(409);
    Worker.takes(queue, id);
    assertThat(delete(id).json().get("code").stringValue()).isEqualTo("job-unfinished");
  }

  @Test
  void aKeyWhoseJobWasDeletedMakesNoOther() {
    String key = UUID.randomUUID().toString();
    String body = "{\"prompt\": \"a\"}";
    String id =
        api.post("/v1/generations", body, "Idempotency-Key", key).json().get("id").stringValue();
    api.post("/v1/jobs/" + id + "/cancel", "");
    delete(id);

    Answer again = api.post("/v1/generations", body, "Idempotency-Key", key);

    assertThat(again.status()).isEqualTo(410);
    assertThat(again.json().get("code").stringValue()).isEqualTo("job-gone");
  }

  private String labelled() {
    return submitted("{\"prompt\": \"a\", \"labels\": {%s}}".formatted(json()));
  }

  private String json() {
    return "\"" + mine.replace(":", "\": \"") + "\"";
  }

  private Answer list(String query) {
    return api.get("/v1/jobs?" + query);
  }

  private Answer delete(String id) {
    return api.send("DELETE", "/v1/jobs/" + id, new byte[0]);
  }

  private static List<String> ids(Answer answer) {
    return answer.json().get("jobs").valueStream().map(job -> job.get("id").stringValue()).toList();
  }
}
