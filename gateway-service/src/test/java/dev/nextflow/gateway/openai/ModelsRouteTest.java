package dev.nextflow.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ModelsRouteTest extends OpenAiRouteTest {

  @Test
  void aModelHasWhatTheClientsReadAndWhatTheyDoNot() {
    JsonNode list = api.get("/v1/models").json();
    assertThat(list.get("object").stringValue()).isEqualTo("list");

    JsonNode model = api.get("/v1/models/demo").json();

    assertThat(model).isEqualTo(list.at("/data/0"));
    assertThat(model.get("object").stringValue()).isEqualTo("model");
    assertThat(model.get("created").isIntegralNumber()).isTrue();
    assertThat(model.get("owned_by").stringValue()).isEqualTo("nextflow");
    assertThat(model.get("sizes")).isNotEmpty();
  }

  @Test
  void aModelThatIsNotThereIsNotFound() {
    tells(api.get("/v1/models/gpt-9"), 404, "not-found", "", "no such thing");
  }
}
