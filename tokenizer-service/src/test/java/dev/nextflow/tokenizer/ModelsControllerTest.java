package dev.nextflow.tokenizer;

import dev.nextflow.engine.bundle.Bundle;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@TokenizerHttpTest
class ModelsControllerTest {

  @Autowired WebTestClient http;
  @Autowired Bundle bundle;

  @Test
  void theModelSaysWhatMayBeAskedOfIt() {
    http.get()
        .uri("/v1/models")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.models.length()")
        .isEqualTo(1)
        .jsonPath("$.models[0].name")
        .isEqualTo("tiny")
        .jsonPath("$.models[0].digest")
        .isEqualTo(bundle.digest())
        .jsonPath("$.models[0].levels[1]")
        .isEqualTo(6)
        .jsonPath("$.models[0].finalGrids[1].height")
        .isEqualTo(60)
        .jsonPath("$.models[0].finalGrids[1].width")
        .isEqualTo(64)
        .jsonPath("$.models[0].sampling.topK")
        .isEqualTo(64)
        .jsonPath("$.models[0].maxPromptTokens")
        .isEqualTo(64)
        .jsonPath("$.models[0].samplerCandidates")
        .isEqualTo(256)
        .jsonPath("$.models[0].textTokens")
        .isEqualTo(384)
        .jsonPath("$.models[0].readsLastScale")
        .isEqualTo(bundle.model().readsLastScale());
  }

  @Test
  void healthAndMetersAreThere() {
    http.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
    http.get().uri("/actuator/prometheus").exchange().expectStatus().isOk();
  }
}
