package dev.nextflow.engine.bundle;

import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a manifest means, and which manifests make no sense. */
final class ManifestReading {

  private ManifestReading() {}

  /**
   * @throws BundleRefused if the manifest contradicts itself or needs what the engine cannot do
   */
  static void check(Manifest manifest) {
    ModelConfig model = manifest.model();
    demand(!manifest.name().isBlank(), "name is blank");
    demand(
        IntStream.of(
                model.hiddenSize(),
                model.numHiddenLayers(),
                model.numAttentionHeads(),
                model.numKeyValueHeads(),
                model.headDim(),
                model.semanticCodeDim(),
                model.pixelCodeDim(),
                model.maxPromptTokens(),
                manifest.samplerCandidates())
            .allMatch(size -> size > 0),
        "a size of the model is not positive");
    demand(model.headDim() % 2 == 0, "head_dim is odd");
    demand(
        model.visualVocabSize() > 0 && model.visualVocabSize() <= ScaleCodes.MAX_CODES,
        "visual_vocab_size is not 1..65536");
    demand(
        List.of("interleaved", "paper").contains(model.ropeAssignment()),
        "rope_assignment is unknown: " + model.ropeAssignment());
    SpecialTokens special = manifest.specialTokens();
    demand(
        IntStream.of(
                special.imStart(), special.imEnd(), special.boi(), special.eoi(), special.pad())
            .allMatch(id -> id >= 0 && id < model.textVocabSize()),
        "a special token is no text id");
    demand(!manifest.levels().isEmpty(), "levels are empty");
    demand(
        manifest.levels().stream()
            .allMatch(level -> level >= 1 && level <= ScaleSchedule.MAX_LEVEL),
        "a level is not 1..18");
    demand(!manifest.finalGrids().isEmpty(), "final_grids are empty");
    RequiredGraphs.check(manifest);
  }

  static List<Grid> finalGrids(Manifest manifest) {
    try {
      return manifest.finalGrids().stream().map(sides -> new Grid(sides[0], sides[1])).toList();
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new BundleRefused("bundle.json: final_grids: " + e.getMessage(), e);
    }
  }

  static Sampling sampling(Manifest manifest) {
    Manifest.Defaults defaults = manifest.sampling();
    try {
      return new Sampling(
          defaults.guidance(), defaults.temperature(), defaults.topK(), defaults.topP());
    } catch (IllegalArgumentException e) {
      throw new BundleRefused("bundle.json: sampling: " + e.getMessage(), e);
    }
  }

  static Map<String, List<TemplatePiece>> templates(Manifest manifest) {
    return manifest.templates().entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                template ->
                    template.getValue().stream()
                        .map(piece -> piece(piece, manifest.specialTokens()))
                        .toList()));
  }

  /** One entry: what kind of piece it is, and its text or name. */
  private static TemplatePiece piece(Map<String, String> piece, SpecialTokens special) {
    if (piece.size() != 1) {
      throw new BundleRefused("bundle.json: templates: a piece must be one thing, not " + piece);
    }
    Map.Entry<String, String> only = piece.entrySet().iterator().next();
    return switch (only.getKey()) {
      case "special" -> new TemplatePiece.Special(specialId(special, only.getValue()));
      case "text" -> new TemplatePiece.Literal(only.getValue());
      case "slot" -> new TemplatePiece.Slot(only.getValue());
      default -> throw new BundleRefused("bundle.json: templates: unknown piece " + piece);
    };
  }

  private static int specialId(SpecialTokens special, String name) {
    try {
      return special.id(name);
    } catch (IllegalArgumentException e) {
      throw new BundleRefused("bundle.json: templates: " + e.getMessage(), e);
    }
  }

  private static void demand(boolean fits, String otherwise) {
    if (!fits) {
      throw new BundleRefused(Manifest.FILE_NAME + ": " + otherwise);
    }
  }
}
