package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.SamplingView;
import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * {@code GET /v1/models}: what may be asked for, the default model first; and {@code
 * /v1/models/{name}}, one of them. The OpenAI clients read the same list: {@code created} and
 * {@code owned_by} are there for them.
 */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
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

  @GetMapping("/v1/models/{name}")
  Mono<ModelView> model(@PathVariable String name) {
    return models
        .all()
        .flatMapIterable(list -> list)
        .filter(model -> model.name().equals(name))
        .next()
        .map(ModelView::of)
        .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemType.NOT_FOUND)));
  }

  record ModelListView(String object, List<ModelView> data) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record ModelView(
      String id,
      String object,
      long created,
      String ownedBy,
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
          0, // a bundle does not tell when it was made
          "nextflow",
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
