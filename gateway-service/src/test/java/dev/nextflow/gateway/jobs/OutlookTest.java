package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Estimate;
import dev.nextflow.jobs.Pace;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a caller is told of the time to come. */
class OutlookTest extends GatewayTest {

  @Test
  void isThereOnceTheQueueHasEndedAJob() {
    Worker.takes(queue, submitted()).drawsAll();

    Answer answer = api.post("/v1/generations", "{\"prompt\": \"a\"}");
    JsonNode waiting = answer.json();

    assertThat(instant(waiting, "estimated_finish_at")).isAfter(instant(waiting, "created_at"));
    assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(1L, 60L);
    String id = waiting.get("id").stringValue();
    Worker.takes(queue, id).draws(1, 2);
    assertThat(instant(api.job(id), "estimated_finish_at")).isNotNull();
  }

  @Test
  void isLongerTheMoreIsAhead() {
    Worker.takes(queue, submitted()).drawsAll();
    String first = submitted();
    submitted();
    String last = submitted();

    assertThat(instant(api.job(last), "estimated_finish_at"))
        .isAfter(instant(api.job(first), "estimated_finish_at"));
    Worker.takes(queue, first).drawsAll();
    assertThat(api.job(first).get("estimated_finish_at").isNull()).as("of one that ended").isTrue();
  }

  @Test
  void letsCallersComeBackWhenTheJobHasLikelyEnded() {
    Pace pace = new Pace(1_000, 1, 3, 100, 50);

    assertThat(PollingHint.seconds(0L, pace, new Estimate(2_000, 7_400))).isEqualTo(7);
    assertThat(PollingHint.seconds(0L, pace, new Estimate(2_000, 1_000))).isEqualTo(1);
    assertThat(PollingHint.seconds(0L, pace, new Estimate(2_000, 9_000_000))).isEqualTo(60);
    assertThat(PollingHint.seconds(2L, pace, null)).as("nothing was learnt").isEqualTo(3);
    assertThat(PollingHint.seconds(null, pace, null)).isEqualTo(1);
  }

  private static Instant instant(JsonNode job, String field) {
    return Instant.parse(job.get(field).stringValue());
  }
}
