package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.SamplingView;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** {@code GET /v1/models}: what may be asked for, the default model first. */
@RestController
class ModelsController {

  private final Models models;

  ModelsController(Models models) {
    this.models = models;
  }

  @GetMapping("/v1/models")
  Mono<ModelListView> models() {
    return models
        .all()
        .map(list -> new ModelListView("list", list.stream().map(ModelView::of).toList()));
  }

  record ModelListView(String object, List<ModelView> data) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record ModelView(
      String id,
      String object,
      String digest,
      List<String> sizes,
      List<String> aspectRatios,
      List<Integer> levels,
      SamplingView sampling,
      int maxPromptTokens,
      int maxTopK) {

    static ModelView of(Model model) {
      return new ModelView(
          model.name(),
          "model",
          model.digest(),
          List.copyOf(model.sizes().keySet()),
          List.copyOf(model.aspectRatios().keySet()),
          model.finestFirst(),
          SamplingView.of(model.sampling()),
          model.maxPromptTokens(),
          model.samplerCandidates());
    }
  }
}
