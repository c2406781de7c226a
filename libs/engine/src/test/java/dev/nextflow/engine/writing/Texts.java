package dev.nextflow.engine.writing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Texts to continue, each unlike the others; and what comes of those alone and together. */
final class Texts {

  /** As many as a question may show. */
  static final int MOST_PICTURES = 4;

  private Texts() {}

  /** Another prompt, length, temperature, top-p and seed for each number. */
  static TextRequest numbered(Bundle bundle, int number, int maxTokens) {
    SplittableRandom random = new SplittableRandom(number);
    // Every length comes in turn, a lone token among them.
    int[] ids = ids(bundle, random, 1 + number % bundle.maxPromptTokens());
    return request(MixedSequence.of(ids), number, maxTokens, random);
  }

  /** The same with one to three pictures, of small levels and all shapes, that also touch. */
  static TextRequest shown(Bundle bundle, int number, int maxTokens) {
    SplittableRandom random = new SplittableRandom(1_000 + number);
    List<Integer> levels = bundle.levels().stream().filter(level -> level <= 8).toList();
    List<Grid> rows = bundle.finalGrids();
    List<ScaleSchedule> schedules =
        IntStream.rangeClosed(0, number % 3)
            .mapToObj(i ->
                bundle.schedule(
                    rows.get((number + i) % rows.size()),
                    levels.get((number / 2 + i) % levels.size())))
            .toList();
    return request(shown(bundle, random, schedules, number % 5), number, maxTokens, random);
  }

  /**
   * Pictures of random codes.
   *
   * @param between text ids before, between and behind them
   */
  static MixedSequence shown(
      Bundle bundle, SplittableRandom random, List<ScaleSchedule> schedules, int between) {
    IntStream.Builder ids = IntStream.builder();
    int count = 0;
    List<GivenPicture> pictures = new ArrayList<>();
    for (ScaleSchedule schedule : schedules) {
      IntStream.of(ids(bundle, random, between)).forEach(ids);
      count += between;
      List<ScaleCodes> codes = new ArrayList<>();
      for (Grid grid : schedule.grids()) {
        codes.add(
            ScaleCodes.of(random.ints(grid.size(), 0, bundle.model().visualVocabSize()).toArray()));
      }
      pictures.add(new GivenPicture(count, schedule, codes));
      ids.add(bundle.specialTokens().boi()).add(bundle.specialTokens().eoi());
      count += 2;
    }
    IntStream.of(ids(bundle, random, between)).forEach(ids);
    return new MixedSequence(ids.build().toArray(), pictures);
  }

  private static int[] ids(Bundle bundle, SplittableRandom random, int count) {
    return random.ints(count, 0, bundle.model().textVocabSize()).toArray();
  }

  private static TextRequest request(
      MixedSequence sequence, int number, int maxTokens, SplittableRandom random) {
    double temperature = number % 4 == 0 ? 0 : random.nextDouble(0.3, 1.5);
    return new TextRequest(
        sequence, new int[0], maxTokens, temperature, random.nextDouble(0.5, 1), number);
  }

  /** The same text, of which some ids are written already. */
  static TextRequest resumed(TextRequest request, List<Integer> written) {
    return new TextRequest(
        request.sequence(),
        written.stream().mapToInt(id -> id).toArray(),
        request.maxTokens(),
        request.temperature(),
        request.topP(),
        request.seed());
  }

  /** What is written of each by itself, in a batch of one slot. */
  static List<List<Integer>> alone(WritingEngine engine, List<TextRequest> requests) {
    return requests.stream().flatMap(r -> together(engine, List.of(r), 64).stream()).toList();
  }

  /** All in one batch, each admitted a step after the one before it; what is written of each. */
  static List<List<Integer>> together(
      WritingEngine engine, List<TextRequest> requests, int prefillChunk) {
    List<List<Integer>> written = new ArrayList<>();
    int most = requests.stream().mapToInt(TextRequest::maxTokens).max().orElseThrow();
    BatchSize size = new BatchSize(requests.size(), most, MOST_PICTURES, prefillChunk);
    try (ContinuousBatch batch = engine.batch(size)) {
      int unwritten =
          requests.stream()
              .mapToInt(request -> request.maxTokens() - request.written().length)
              .sum();
      while (unwritten > 0) {
        if (written.size() < requests.size()) {
          batch.admit(requests.get(written.size()));
          written.add(new ArrayList<>());
        }
        for (WrittenToken token : batch.step()) {
          written.get(token.slot()).add(token.id());
          unwritten--;
        }
      }
    }
    return written;
  }
}
