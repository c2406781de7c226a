package dev.nextflow.gateway.replays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.GenerationWork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ReplaysTest extends GatewayTest {

  @Test
  void aReplayIsANewJobThatExpectsTheCodesOfTheOther() {
    String source = submitted("{\"prompt\": \"ab\", \"n\": 2, \"seed\": 7}");
    Worker first = Worker.takes(queue, source);
    first.drawsAll();

    Answer answer = replay(source);

    assertThat(answer.status()).isEqualTo(202);
    JsonNode job = answer.json();
    String id = job.get("id").stringValue();
    assertThat(job.get("request").get("replay").toString())
        .isEqualTo("{\"job\":\"%s\"}".formatted(source));
    assertThat(job.get("replay").isNull()).isTrue();
    assertThat(job.get("progress").get("tokens_total").intValue()).isEqualTo(182);
    GenerationWork work = Worker.takes(queue, id).work();
    assertThat(work.digest()).isEqualTo(first.work().digest());
    assertThat(work.seed()).isEqualTo(7);
    assertThat(work.expected()).hasSize(2);
    assertThat(work.expected().get(1)).hasSize(6).contains(Worker.codes(1, 5, 25));
  }

  @Test
  void theJobSaysWhatCameOfIt() {
    String id = replayOfADrawnJob();
    String report =
        "{\"identical\":false,\"first_difference\":"
            + "{\"image\":0,\"scale\":4,\"position\":5,\"expected\":405,\"got\":7}}";
    Worker.takes(queue, id)
        .draws(1, 6)
        .ends(new Outcome.Succeeded("{\"replay\":%s}".formatted(report)));

    assertThat(api.job(id).get("replay").toString()).isEqualTo(report);
  }

  @Test
  void aDraftIsReplayedAsFarAsItIsDrawn() {
    String source = submitted("{\"prompt\": \"a\", \"stop_after\": 3}");
    Worker.takes(queue, source).drawsDraft(1);

    String id = replay(source).json().get("id").stringValue();
    Worker worker = Worker.takes(queue, id);
    assertThat(worker.work().lastScale()).isEqualTo(3);
    worker.draws(1, 2);
    assertThat(api.job(id).get("progress").get("percent").intValue()).as("5 of 14").isEqualTo(35);
    worker.draws(3, 3).ends(new Outcome.Succeeded("{\"replay\":{\"identical\":true}}"));

    JsonNode job = api.job(id);
    assertThat(job.get("replay").get("identical").booleanValue()).isTrue();
    String url = job.get("images").get(0).get("url").stringValue();
    assertThat(url).endsWith("/images/0?scale=3");
    assertThat(api.get(url).status()).isEqualTo(200);
  }

  @Test
  void whatFailedOnItsWayIsReplayedThatFar() {
    String source = submitted();
    Worker.takes(queue, source).draws(1, 2).ends(new Outcome.Failed("drawing-failed"));

    String id = replay(source).json().get("id").stringValue();

    assertThat(Worker.takes(queue, id).work().lastScale()).isEqualTo(2);
  }

  @Test
  void aJobThatStillRunsOrDrewNothingHasNothingToReplay() {
    String source = submitted();
    assertThat(replay(source).json().get("code").stringValue()).isEqualTo("not-drawn-yet");
    api.post("/v1/jobs/" + source + "/cancel", "");
    assertThat(replay(source).json().get("code").stringValue()).isEqualTo("job-finished");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                         | job  | is required
          {"job": 7}                 | job  | must be a string
          {"job": "a", "seed": 1}    | seed | unknown field
          """)
  void aBadRequestNamesItself(String body, String field, String rule) {
    Answer answer = api.post("/v1/replays", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString())
        .isEqualTo("[{\"field\":\"%s\",\"rule\":\"%s\"}]".formatted(field, rule));
  }

  @Test
  void anAnswerInTextCanNotBeReplayed() {
    String id =
        api.post("/v1/understandings", "{\"prompt\": \"Why?\"}").json().get("id").stringValue();

    assertThat(replay(id).json().get("errors").toString()).contains("must be a generation");
  }

  @Test
  void aJobThatIsNotThereIsNotFound() {
    String unknown = JobId.random(JobId.parse(submitted()).orElseThrow().queue()).value();

    assertThat(replay(unknown).status()).isEqualTo(404);
    assertThat(replay("17").text()).isEqualTo(replay(unknown).text());
  }

  @Test
  void aBundleThatIsGoneCanNotDrawAgain() {
    String source = submitted();
    Worker.takes(queue, source).drawsAll();
    tokenizer.replaceBundle();

    assertThat(replay(source).json().get("code").stringValue()).isEqualTo("bundle-gone");
  }

  @Test
  void aRepeatUnderItsKeyIsTheSameJobWhateverBecameOfTheSource() {
    String source = submitted();
    Worker.takes(queue, source).drawsAll();
    String body = "{\"job\": \"%s\"}".formatted(source);
    String key = "replay-of-" + source;
    Answer first = api.post("/v1/replays", body, "Idempotency-Key", key);
    assertThat(api.send("DELETE", "/v1/jobs/" + source, new byte[0]).status()).isEqualTo(204);

    Answer again = api.post("/v1/replays", body, "Idempotency-Key", key);

    assertThat(again.status()).as(again.text()).isEqualTo(202);
    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(api.post("/v1/replays", body).status()).isEqualTo(404);
  }

  private String replayOfADrawnJob() {
    String source = submitted();
    Worker.takes(queue, source).drawsAll();
    return replay(source).json().get("id").stringValue();
  }

  private Answer replay(String id) {
    return api.post("/v1/replays", "{\"job\": \"%s\"}".formatted(id));
  }
}
