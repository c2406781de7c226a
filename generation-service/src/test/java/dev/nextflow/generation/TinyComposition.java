package dev.nextflow.generation;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.sequences.CompositionWork;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * An answer that the reference made with the tiny bundle: four tokens of text, a picture, six
 * tokens, a picture, twelve tokens.
 */
final class TinyComposition {

  private final Bundle bundle;
  private final JsonNode reference;

  TinyComposition(Bundle bundle) {
    this.bundle = bundle;
    JsonNode all = TinyWork.JSON.readTree(bundle.file("fixtures/compositions.json"));
    this.reference =
        StreamSupport.stream(all.spliterator(), false)
            .filter(answer -> answer.path("name").stringValue().equals("illustrated"))
            .findFirst()
            .orElseThrow();
  }

  CompositionWork work() {
    return work(bundle.digest(), schedule(), null);
  }

  CompositionWork budget(long tokens) {
    return work(bundle.digest(), schedule(), tokens);
  }

  CompositionWork work(String digest, ScaleSchedule schedule, Long budgetTokens) {
    return new CompositionWork(
        digest,
        ints(reference.get("ids")),
        ints(reference.get("unguided_ids")),
        List.of(),
        new int[0],
        schedule,
        new Sampling(
            reference.get("guidance").doubleValue(),
            reference.get("temperature").doubleValue(),
            reference.get("top_k").intValue(),
            reference.get("top_p").doubleValue()),
        reference.get("text_temperature").doubleValue(),
        reference.get("text_top_p").doubleValue(),
        reference.get("max_tokens").intValue(),
        reference.get("max_pictures").intValue(),
        budgetTokens,
        Long.parseLong(reference.get("seed").stringValue()));
  }

  NewJob job(CompositionWork work) {
    return new NewJob(
        TinyWork.TENANT,
        QueueNames.composition(bundle.name(), bundle.digest()),
        Priority.NORMAL,
        TinyWork.JSON.writeValueAsString(work),
        "{}",
        null,
        "hash",
        work.mostTokens(),
        600_000,
        600_000);
  }

  /** Every token that the reference has chosen. */
  List<Integer> ids() {
    return IntStream.of(ints(reference.get("text_ids"))).boxed().toList();
  }

  int boi() {
    return bundle.specialTokens().boi();
  }

  /** Where the tokens open a picture. */
  int placeOf(int picture) {
    return IntStream.range(0, ids().size())
        .filter(i -> ids().get(i) == boi())
        .skip(picture)
        .findFirst()
        .orElseThrow();
  }

  /** The checkpoint that the reference's answer makes. */
  Map<String, String> checkpoint() {
    Map<String, String> fields = new HashMap<>();
    fields.put("text:ids", TinyWork.JSON.writeValueAsString(ids()));
    JsonNode pictures = reference.get("pictures");
    for (int image = 0; image < pictures.size(); image++) {
      for (int scale = 1; scale <= pictures.get(image).size(); scale++) {
        int[] codes = ints(pictures.get(image).get(scale - 1));
        fields.put("codes:" + image + ":" + scale, ScaleCodes.of(codes).toBase64());
      }
    }
    return fields;
  }

  ScaleSchedule schedule() {
    int[] grid = ints(reference.get("grid"));
    return bundle.schedule(new Grid(grid[0], grid[1]), reference.get("level").intValue());
  }

  private static int[] ints(JsonNode list) {
    return TinyWork.JSON.treeToValue(list, int[].class);
  }
}
