package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.testing.Eventually;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** This gateway looks after its queues once and then no more, as one that died. */
@TestPropertySource(
    properties = {"nextflow.gateway.job-deadline=1s", "nextflow.jobs.reap-every=1h"})
class LeftJobsTest extends KeyedGatewayTest {

  @Test
  void aJobThatAnotherGatewayLeftIsLookedAfterByTheNext() {
    api = user(newTenant());
    String id = submitted();

    secondGateway("--nextflow.jobs.reap-every=100ms");

    String end =
        Eventually.get(
            "the job leaves the queue",
            Duration.ofSeconds(60),
            () -> Optional.of(state(id)).filter(state -> !"queued".equals(state)));
    assertThat(end).isEqualTo("expired");
  }

  private String state(String id) {
    return api.get("/v1/jobs/" + id).json().get("state").stringValue();
  }
}
