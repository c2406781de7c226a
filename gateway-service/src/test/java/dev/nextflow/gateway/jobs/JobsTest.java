package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.jobs.Standing;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JobsTest extends GatewayTest {

  // Callers build on these: a field that goes, or comes by accident, must not pass unnoticed.
  @Test
  void theViewHasExactlyTheseFields() {
    JsonNode job = api.draw("{\"prompt\": \"a\"}");

    assertThat(job.propertyNames())
        .containsExactly(
            "id",
            "object",
            "kind",
            "model",
            "state",
            "created_at",
            "started_at",
            "finished_at",
            "expires_at",
            "queue_position",
            "estimated_finish_at",
            "phase",
            "progress",
            "usage",
            "attempt",
            "cancel_requested",
            "request",
            "images",
            "answer",
            "result",
            "thinking",
            "acceptance",
            "replay",
            "problem",
            "links");
    assertThat(job.get("progress").propertyNames())
        .containsExactly("tokens_done", "tokens_total", "percent");
    assertThat(job.get("links").propertyNames())
        .containsExactly("self", "events", "cancel", "transcript", "continue", "approve");
  }

  @Test
  void aJobThatWaits() {
    JsonNode job = api.draw("{\"prompt\": \"a\"}");

    assertThat(job.get("object").stringValue()).isEqualTo("job");
    assertThat(job.get("kind").stringValue()).isEqualTo("generation");
    assertThat(job.get("model").stringValue()).isEqualTo("demo");
    assertThat(job.get("started_at").isNull()).isTrue();
    assertThat(job.get("finished_at").isNull()).isTrue();
    assertThat(Instant.parse(job.get("expires_at").stringValue()))
        .isAfter(Instant.parse(job.get("created_at").stringValue()));
    assertThat(job.get("attempt").intValue()).isZero();
    assertThat(job.get("phase").isNull()).isTrue();
    assertThat(job.get("estimated_finish_at").isNull()).as("nothing was learnt yet").isTrue();
    assertThat(job.get("images")).isEmpty();
    assertThat(job.get("progress").get("tokens_total").intValue())
        .isEqualTo(1 + 4 + 9 + 16 + 25 + 36);
    String self = "/v1/jobs/" + job.get("id").stringValue();
    assertThat(job.get("links").get("self").stringValue()).isEqualTo(self);
    assertThat(job.get("links").get("events").stringValue()).isEqualTo(self + "/events");
    assertThat(job.get("links").get("cancel").stringValue()).isEqualTo(self + "/cancel");
    assertThat(job.get("links").get("transcript").stringValue()).isEqualTo(self + "/transcript");
    assertThat(job.get("links").get("continue").isNull()).isTrue();
  }

  @Test
  void aJobThatRestsShowsItsDraftsAndHowToGoOn() {
    String id = submitted("{\"prompt\": \"a\", \"n\": 2, \"stop_after\": 3}");
    Worker.takes(queue, id).drawsDraft(1);

    JsonNode job = api.job(id);

    String self = "/v1/jobs/" + id;
    assertThat(job.get("state").stringValue()).isEqualTo("draft_ready");
    assertThat(job.get("finished_at").isNull()).isTrue();
    assertThat(job.get("images").toString())
        .isEqualTo(
            ("[{\"index\":0,\"scale\":3,\"url\":\"%1$s/images/0?scale=3\"},"
                    + "{\"index\":1,\"scale\":3,\"url\":\"%1$s/images/1?scale=3\"}]")
                .formatted(self));
    assertThat(job.get("links").get("continue").stringValue()).isEqualTo(self + "/continue");
    assertThat(api.get(job.get("images").get(1).get("url").stringValue()).status()).isEqualTo(200);
  }

  @Test
  void aJobThatRunsShowsHowFarItIs() {
    String id = submitted();
    Worker.takes(queue, id).draws(1, 3);

    JsonNode job = api.job(id);

    assertThat(job.get("state").stringValue()).isEqualTo("running");
    assertThat(job.get("queue_position").isNull()).isTrue();
    assertThat(job.get("attempt").intValue()).isEqualTo(1);
    assertThat(Instant.parse(job.get("started_at").stringValue())).isNotNull();
    assertThat(job.get("progress").toString())
        .isEqualTo("{\"tokens_done\":14,\"tokens_total\":91,\"percent\":15}");
    assertThat(job.get("phase").toString())
        .isEqualTo("{\"name\":\"drawing\",\"scale\":3,\"scales\":6}");
    assertThat(job.get("usage").toString()).isEqualTo("{\"tokens\":14}");
  }

  @Test
  void aJobThatSucceededShowsItsPictures() {
    String id = submitted("{\"prompt\": \"a\", \"n\": 2}");
    Worker.takes(queue, id).drawsAll();

    JsonNode job = api.job(id);

    assertThat(job.get("state").stringValue()).isEqualTo("succeeded");
    assertThat(job.get("progress").get("percent").intValue()).isEqualTo(100);
    assertThat(job.get("images").toString())
        .isEqualTo(
            ("[{\"index\":0,\"scale\":6,\"url\":\"/v1/jobs/%1$s/images/0\"},"
                    + "{\"index\":1,\"scale\":6,\"url\":\"/v1/jobs/%1$s/images/1\"}]")
                .formatted(id));
    assertThat(job.get("problem").isNull()).isTrue();
  }

  @Test
  void aJobThatFailedSaysWhy() {
    String id = submitted();
    Worker.takes(queue, id).ends(new Outcome.Failed("drawing-failed"));

    JsonNode job = api.job(id);

    assertThat(job.get("state").stringValue()).isEqualTo("failed");
    assertThat(job.get("images")).isEmpty();
    assertThat(job.get("problem").get("code").stringValue()).isEqualTo("drawing-failed");
    assertThat(job.get("problem").get("retry").booleanValue()).isTrue();
  }

  @Test
  void aProblemThatTheCatalogueDoesNotKnowIsInternal() {
    String id = submitted();
    Worker.takes(queue, id).ends(new Outcome.Failed("java.lang.NullPointerException"));

    assertThat(api.job(id).get("problem").get("code").stringValue()).isEqualTo("internal");
  }

  @Test
  void anAnswerIsAJobToo() {
    Answer accepted =
        api.post("/v1/understandings", "{\"prompt\": \"Why?\", \"max_tokens\": 5, \"seed\": 1}");
    assertThat(accepted.status()).isEqualTo(202);
    JsonNode waiting = accepted.json();
    assertThat(waiting.get("kind").stringValue()).isEqualTo("understanding");
    assertThat(waiting.get("answer").isNull()).isTrue();
    assertThat(waiting.get("request").toString())
        .isEqualTo(
            "{\"prompt\":\"Why?\",\"max_tokens\":5,\"seed\":1,\"temperature\":0.0,\"top_p\":1.0,"
                + "\"priority\":\"normal\",\"deadline\":900,\"retention\":604800,\"labels\":{},\"webhook\":null}");
    String id = waiting.get("id").stringValue();
    assertThat(id).startsWith("und-demo-");

    Worker.takes(queue, id).ends(new Outcome.Succeeded("{\"ids\": [7, 8]}"));

    JsonNode done = api.job(id);
    assertThat(done.get("answer").stringValue()).isEqualTo("text of 7 8");
    assertThat(done.get("progress").get("percent").intValue()).isEqualTo(100);
    assertThat(done.get("images")).isEmpty();
  }

  @Test
  void aJobThatWaitsIsCancelledAtOnce() {
    String id = submitted();

    Answer cancelled = api.post("/v1/jobs/" + id + "/cancel", "");

    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.json().get("state").stringValue()).isEqualTo("cancelled");
    assertThat(api.job(id)).isEqualTo(cancelled.json());
  }

  @Test
  void cancellingTwiceIsNoMistake() {
    String id = submitted();
    Answer once = api.post("/v1/jobs/" + id + "/cancel", "");

    Answer twice = api.post("/v1/jobs/" + id + "/cancel", "");

    assertThat(twice.status()).isEqualTo(200);
    assertThat(twice.json()).isEqualTo(once.json());
  }

  @Test
  void theWorkerOfAJobThatRunsIsAskedToStop() {
    String id = submitted();
    Worker worker = Worker.takes(queue, id);

    Answer asked = api.send("POST", "/v1/jobs/" + id + "/cancel", new byte[0]);

    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.json().get("state").stringValue()).isEqualTo("running");
    assertThat(asked.json().get("cancel_requested").booleanValue()).isTrue();
    assertThat(queue.renew(worker.lease()).block()).isEqualTo(Standing.CANCEL_REQUESTED);
    worker.ends(new Outcome.Cancelled());
    assertThat(api.job(id).get("state").stringValue()).isEqualTo("cancelled");
    assertThat(api.job(id).get("cancel_requested").booleanValue()).isFalse();
  }

  @Test
  void whatHasSucceededCanNotBeCancelled() {
    String id = submitted();
    Worker.takes(queue, id).drawsAll();

    Answer late = api.post("/v1/jobs/" + id + "/cancel", "");

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().get("code").stringValue()).isEqualTo("job-finished");
    assertThat(api.job(id).get("state").stringValue()).isEqualTo("succeeded");
  }
}
