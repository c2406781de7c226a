package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@TestPropertySource(
    properties = {"nextflow.gateway.job-deadline=1s", "nextflow.jobs.reap-every=100ms"})
class DeadlineTest extends GatewayTest {

  @Test
  void aJobThatNoWorkerEverComesForExpires() {
    String id = submitted();

    JsonNode job =
        Eventually.get(
            "the job leaves the queue",
            Duration.ofSeconds(60),
            () -> Optional.of(view(id)).filter(view -> !"queued".equals(state(view))));

    assertThat(state(job)).isEqualTo("expired");
    assertThat(job.get("problem").get("code").stringValue()).isEqualTo("deadline-passed");
  }

  private JsonNode view(String id) {
    return api.get("/v1/jobs/" + id).json();
  }

  private static String state(JsonNode view) {
    return view.get("state").stringValue();
  }
}
