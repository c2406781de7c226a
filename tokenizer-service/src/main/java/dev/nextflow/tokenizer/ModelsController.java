package dev.nextflow.tokenizer;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what is served. */
@RestController
class ModelsController {

  private final Models models;

  ModelsController(Bundle bundle) {
    models = new Models(List.of(Model.of(bundle)));
  }

  @GetMapping("/v1/models")
  Models models() {
    return models;
  }

  record Models(List<Model> models) {}

  /**
   * One model.
   *
   * @param levels scale counts that may be asked for
   * @param finalGrids full grids, rows by columns, that may be asked for
   * @param sampling what is used where a caller does not say
   * @param maxPromptTokens longest sequence, template included
   * @param textTokens text ids are below it
   * @param readsLastScale whether a picture that is read is read to its last scale
   */
  record Model(
      String name,
      String digest,
      List<Integer> levels,
      List<Grid> finalGrids,
      Sampling sampling,
      int maxPromptTokens,
      int samplerCandidates,
      int textTokens,
      boolean readsLastScale) {

    static Model of(Bundle bundle) {
      return new Model(
          bundle.name(),
          bundle.digest(),
          bundle.levels(),
          bundle.finalGrids(),
          bundle.sampling(),
          bundle.maxPromptTokens(),
          bundle.samplerCandidates(),
          bundle.model().textVocabSize(),
          bundle.model().readsLastScale());
    }
  }
}
