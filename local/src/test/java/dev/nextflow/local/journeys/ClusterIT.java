package dev.nextflow.local.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.local.client.JsonObject;
import dev.nextflow.testing.RedisBackend;
import dev.nextflow.testing.ServiceProcess;
import org.junit.jupiter.api.Test;

/** The services as they ship, told by {@code spring.data.redis.cluster.nodes} where Redis is. */
class ClusterIT {

  @Test
  void aPictureIsDrawnAndAQuestionAnsweredOverACluster() throws Exception {
    try (SeparateServices services = new SeparateServices(RedisBackend.cluster());
        ServiceProcess painter = services.startWorker();
        ServiceProcess writer = services.startUnderstandingWorker();
        Api api = new Api(services.address())) {
      JsonObject drawn = api.draw("{\"prompt\":\"a red house\",\"size\":\"96x96\",\"seed\":7}");
      assertThat(api.tokens(drawn)).hasSize(1);

      JsonObject asked =
          Api.accepted(
              api.post(
                  "/v1/understandings",
                  "{\"messages\":[{\"role\":\"user\",\"content\":\"a red"
                      + " house\"}],\"max_tokens\":4}"));
      assertThat(api.succeeded(asked).text("state")).isEqualTo("succeeded");
      assertThat(painter.alive() && writer.alive()).isTrue();
    }
  }
}
