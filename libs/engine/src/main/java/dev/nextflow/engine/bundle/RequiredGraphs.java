package dev.nextflow.engine.bundle;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The graphs a bundle must have, each with the inputs and outputs that the engine binds. */
final class RequiredGraphs {

  private record Ports(List<String> inputs, List<String> outputs) {}

  private static final Ports TRANSFORMER =
      new Ports(
          List.of("inputs_embeds", "cos", "sin", "write_indices", "nonpad_kv_seqlen"),
          List.of("hidden_states"));

  private static final Map<String, Ports> REQUIRED =
      Map.of(
          "text_embedding",
          new Ports(List.of("ids", "scale_counts"), List.of("inputs_embeds")),
          "prefill",
          TRANSFORMER,
          "steps",
          TRANSFORMER,
          "scale_input",
          new Ports(
              List.of("codes", "previous_grid", "grid", "scale", "scale_count"),
              List.of("inputs_embeds")),
          "scale_sampler",
          new Ports(
              List.of(
                  "conditional",
                  "unconditional",
                  "guidance",
                  "temperature",
                  "top_k",
                  "top_p",
                  "uniforms"),
              List.of("codes")),
          "text_head",
          new Ports(List.of("hidden_states"), List.of("logits", "ids")),
          "code_accumulator",
          new Ports(List.of("features", "codes", "grid"), List.of("updated_features")),
          "image_decoder",
          new Ports(List.of("features"), List.of("pixels")),
          "image_encoder",
          new Ports(List.of("pixels"), List.of("residual")),
          "code_quantizer",
          new Ports(List.of("residual", "grid"), List.of("codes", "updated_residual")));

  private RequiredGraphs() {}

  /**
   * @throws BundleRefused if a graph, an input or an output is missing or has another name
   */
  static void check(Manifest manifest) {
    REQUIRED.forEach((name, ports) -> {
      @Nullable GraphDescription graph = manifest.graphs().get(name);
      if (graph == null) {
        throw new BundleRefused(Manifest.FILE_NAME + " has no graph " + name);
      }
      if (!manifest.files().containsKey(graph.file())) {
        throw new BundleRefused("graph " + name + " is in an unlisted file: " + graph.file());
      }
      int layers = ports == TRANSFORMER ? manifest.model().numHiddenLayers() : 0;
      same(graph.file() + " inputs", withCaches(ports.inputs(), "", layers), graph.inputs());
      same(
          graph.file() + " outputs",
          withCaches(ports.outputs(), "updated_", layers),
          graph.outputs());
    });
  }

  private static Set<String> withCaches(List<String> names, String prefix, int layers) {
    Set<String> all = new HashSet<>(names);
    for (int layer = 0; layer < layers; layer++) {
      all.add(prefix + "key_cache." + layer);
      all.add(prefix + "value_cache." + layer);
    }
    return all;
  }

  private static void same(String where, Set<String> expected, Map<String, ?> described) {
    if (!expected.equals(described.keySet())) {
      Set<String> different = new HashSet<>(expected);
      described
          .keySet()
          .forEach(name -> {
            if (!different.remove(name)) different.add(name);
          });
      throw new BundleRefused(where + " do not fit the engine: " + different);
    }
  }
}
