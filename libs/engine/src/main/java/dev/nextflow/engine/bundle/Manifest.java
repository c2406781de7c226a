package dev.nextflow.engine.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code bundle.json} as it stands; fields that are not read here may be there too. */
record Manifest(
    String format,
    String name,
    String version,
    String precision,
    ModelConfig model,
    SpecialTokens specialTokens,
    Map<String, List<Map<String, String>>> templates,
    List<Integer> levels,
    List<int[]> finalGrids,
    Defaults sampling,
    int samplerCandidates,
    Map<String, GraphDescription> graphs,
    Map<String, ListedFile> files) {

  static final String FORMAT = "nextflow-bundle/1";
  static final String FILE_NAME = "bundle.json";

  private static final String READS_LAST_SCALE = "reads_last_scale";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
          .build();

  record Defaults(double guidance, double temperature, int topK, double topP) {}

  /**
   * @param sha256 64 hexadecimal digits
   */
  record ListedFile(@JsonProperty("sha256") String sha256, long bytes) {}

  /** The format alone, so that another format is named as such and not as a missing field. */
  record Head(String format) {}

  /**
   * @throws BundleRefused if this is no manifest
   */
  static Manifest parse(byte[] json) {
    try {
      @Nullable Head head = JSON.readValue(json, Head.class);
      if (head == null || !FORMAT.equals(head.format())) {
        String format = head == null ? "" : head.format();
        throw new BundleRefused(
            FILE_NAME + " has format \"" + format + "\", not \"" + FORMAT + "\"");
      }
      JsonNode manifest = JSON.readTree(json);
      fillIn(manifest.path("model"));
      return JSON.treeToValue(manifest, Manifest.class);
    } catch (JacksonException e) {
      throw new BundleRefused(FILE_NAME + " cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /** What bundles of older exports lack: no other field may be left out. */
  private static void fillIn(JsonNode model) {
    if (model instanceof ObjectNode fields && !fields.has(READS_LAST_SCALE)) {
      fields.put(READS_LAST_SCALE, false);
    }
  }
}
