package dev.nextflow.generation;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.drawing.DrawRequest;
import dev.nextflow.engine.drawing.Drawing;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.sequences.Acceptance;
import dev.nextflow.sequences.ExpectedAnswer;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleCodes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Work for the tiny bundle, and what must come of it. */
final class TinyWork {

  static final Path BUNDLE = Path.of(System.getProperty("nextflow.bundles"), "tiny");
  static final String TENANT = "local";
  static final JsonMapper JSON = JsonMapper.builder().build();

  private TinyWork() {}

  /** Two guided pictures through six scales. */
  static GenerationWork twoPictures(Bundle bundle) {
    int boi = bundle.specialTokens().boi();
    return new GenerationWork(
        bundle.digest(),
        new int[] {bundle.specialTokens().imStart(), 70, 71, 72, boi},
        new int[] {bundle.specialTokens().imStart(), boi},
        bundle.schedule(new Grid(64, 64), 6),
        2,
        42,
        new Sampling(3, 1, 64, 0.95));
  }

  /** The same work for another number of pictures. */
  static GenerationWork pictures(GenerationWork of, int images) {
    return new GenerationWork(
        of.digest(),
        of.conditionalIds(),
        of.unconditionalIds(),
        of.schedule(),
        images,
        of.seed(),
        of.sampling());
  }

  /**
   * One picture that is chosen by two questions.
   *
   * @param afterScale the scale that every candidate is drawn to
   */
  static GenerationWork choosing(Bundle bundle, int candidates, int afterScale) {
    return pictures(twoPictures(bundle), 1).choosing(acceptance(bundle, candidates, afterScale));
  }

  static Acceptance acceptance(Bundle bundle, int candidates, int afterScale) {
    int start = bundle.specialTokens().imStart();
    int boi = bundle.specialTokens().boi();
    int eoi = bundle.specialTokens().eoi();
    return new Acceptance(
        candidates,
        afterScale,
        List.of(
            new ExpectedAnswer(new int[] {start, boi, eoi, 81, 82, 83, start}, 1, new int[] {90}),
            new ExpectedAnswer(
                new int[] {start, boi, eoi, 84, 85, start}, 1, new int[] {91, 92, 93})));
  }

  /** Two guided pictures after a given one. */
  static GenerationWork twoEdits(Bundle bundle) {
    return edits(bundle, 2);
  }

  /** One guided picture after a given one. */
  static GenerationWork oneEdit(Bundle bundle) {
    return edits(bundle, 1);
  }

  private static GenerationWork edits(Bundle bundle, int images) {
    GenerationWork plain = twoPictures(bundle);
    int boi = bundle.specialTokens().boi();
    int eoi = bundle.specialTokens().eoi();
    int start = bundle.specialTokens().imStart();
    GivenPicture picture =
        new GivenPicture(
            1,
            plain.schedule(),
            plain.schedule().grids().stream()
                .map(grid ->
                    ScaleCodes.of(IntStream.range(0, grid.size()).map(i -> 5 * i % 256).toArray()))
                .toList());
    return new GenerationWork(
            plain.digest(),
            new int[] {start, boi, eoi, 70, 71, 72, boi},
            new int[] {start, 80, boi, eoi, boi},
            plain.schedule(),
            images,
            42,
            plain.sampling())
        .after(List.of(picture), new int[] {2});
  }

  /** One more picture behind all that another follows, and its own. */
  static GenerationWork edit(Bundle bundle, GenerationWork before, List<ScaleCodes> drawn) {
    int boi = bundle.specialTokens().boi();
    int eoi = bundle.specialTokens().eoi();
    int[] ids = before.conditionalIds();
    List<GivenPicture> pictures = new ArrayList<>(before.pictures());
    pictures.add(new GivenPicture(ids.length - 1, before.schedule(), drawn));
    int[] asked = Arrays.copyOf(ids, ids.length + 4);
    asked[ids.length] = eoi;
    asked[ids.length + 1] = 73;
    asked[ids.length + 2] = 74;
    asked[ids.length + 3] = boi;
    int[] places = IntStream.range(0, pictures.size()).map(i -> -1).toArray();
    places[places.length - 1] = 1;
    return new GenerationWork(
            bundle.digest(),
            asked,
            new int[] {80, boi, eoi, boi},
            before.schedule(),
            1,
            43,
            before.sampling())
        .after(pictures, places);
  }

  /** Two variants of a picture whose first scales are given. */
  static GenerationWork given(GenerationWork of, long seed, List<ScaleCodes> given) {
    return new GenerationWork(
        of.digest(),
        of.conditionalIds(),
        of.unconditionalIds(),
        of.schedule(),
        2,
        seed,
        of.sampling(),
        null,
        null,
        given,
        null);
  }

  static NewJob job(Bundle bundle, GenerationWork work) {
    return new NewJob(
        TENANT,
        QueueNames.generation(bundle.name(), bundle.digest()),
        Priority.NORMAL,
        JSON.writeValueAsString(work),
        "{}",
        null,
        "hash",
        work.imageTokens(),
        600_000,
        600_000);
  }

  /** The checkpoint that the engine alone, uninterrupted, would leave. */
  static Map<String, String> expectedCheckpoint(DrawingEngine engine, GenerationWork work) {
    List<DrawRequest> requests = new ArrayList<>();
    for (int image = 0; image < work.images(); image++) {
      requests.add(
          new DrawRequest(
              work.conditional(),
              work.unconditional(),
              work.schedule(),
              work.seed(),
              image,
              work.sampling(),
              List.of()));
    }
    Map<String, String> fields = new HashMap<>();
    try (Drawing drawing = engine.begin(requests)) {
      while (!drawing.done()) {
        List<ScaleCodes> codes = drawing.next();
        for (int image = 0; image < codes.size(); image++) {
          String field = "codes:" + image + ":" + drawing.scalesDrawn();
          fields.put(field, codes.get(image).toBase64());
        }
      }
    }
    return fields;
  }
}
