package dev.nextflow.engine.bench;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.TemplatePiece;
import dev.nextflow.engine.drawing.DrawRequest;
import dev.nextflow.engine.drawing.Drawing;
import dev.nextflow.engine.drawing.DrawingEngine;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.pictures.PictureEngine;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Draws with a bundle and prints, as the median of the rounds: milliseconds per scale, and the
 * whole drawing against the sum of its bare graph runs. The rest is the platform's share.
 *
 * <p>Not a test: it runs only when it is named, and asserts nothing. System properties: {@code
 * benchmark.bundle} (folder), {@code .level}, {@code .threads}, {@code .batch}, {@code .rounds}.
 */
class DrawingBenchmark {

  private static final int WARM_UP_ROUNDS = 3;
  private static final double MS = 1e-6;

  @Test
  void run() {
    Bundle bundle = Bundle.load(Path.of(System.getProperty("benchmark.bundle", tinyBundle())));
    int level = Integer.getInteger("benchmark.level", bundle.levels().getFirst());
    int threads = Integer.getInteger("benchmark.threads", 2);
    int batch = Integer.getInteger("benchmark.batch", 1);
    int rounds = Integer.getInteger("benchmark.rounds", 20);
    ScaleSchedule schedule = bundle.schedule(bundle.finalGrids().getFirst(), level);
    EngineOptions options = EngineOptions.cpu(threads);
    List<Round> measured = new ArrayList<>();
    double decodeMs;
    try (DrawingEngine engine = DrawingEngine.open(bundle, options);
        PictureEngine pictures = PictureEngine.open(bundle, options)) {
      List<DrawRequest> requests = requests(bundle, schedule, batch);
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        Round drawn = draw(engine, requests);
        if (round >= 0) {
          measured.add(drawn);
        }
      }
      decodeMs = decode(pictures, schedule, measured.getLast().codes(), rounds);
    }
    print(bundle, schedule, batch, threads, measured, decodeMs);
  }

  private static String tinyBundle() {
    return TinyBundle.FOLDER.toString();
  }

  private record Round(long wholeNs, long graphsNs, long[] scaleNs, List<ScaleCodes> codes) {}

  private static Round draw(DrawingEngine engine, List<DrawRequest> requests) {
    List<ScaleCodes> codes = new ArrayList<>();
    long[] scaleNs = new long[requests.getFirst().schedule().level()];
    long graphsNs;
    long startNs = System.nanoTime();
    try (Drawing drawing = engine.begin(requests)) {
      while (!drawing.done()) {
        long scaleStartNs = System.nanoTime();
        codes.add(drawing.next().getFirst());
        scaleNs[codes.size() - 1] = System.nanoTime() - scaleStartNs;
      }
      graphsNs = drawing.graphTimeNs();
    }
    return new Round(System.nanoTime() - startNs, graphsNs, scaleNs, codes);
  }

  private static double decode(
      PictureEngine pictures, ScaleSchedule schedule, List<ScaleCodes> codes, int rounds) {
    return IntStream.range(0, rounds)
        .mapToDouble(round -> {
          long startNs = System.nanoTime();
          pictures.decode(schedule, codes);
          return (System.nanoTime() - startNs) * MS;
        })
        .sorted()
        .skip(rounds / 2)
        .findFirst()
        .orElseThrow();
  }

  private static void print(
      Bundle bundle,
      ScaleSchedule schedule,
      int batch,
      int threads,
      List<Round> rounds,
      double decodeMs) {
    System.out.printf(
        "%s, %s at %d scales (%d codes), batch %d, guided, %d threads, median of %d rounds%n",
        bundle.name(),
        schedule.finalGrid(),
        schedule.level(),
        schedule.codes(),
        batch,
        threads,
        rounds.size());
    for (int scale = 1; scale <= schedule.level(); scale++) {
      int index = scale - 1;
      System.out.printf(
          "  scale %2d %7s %9.2f ms%n",
          scale,
          schedule.grid(scale),
          median(rounds.stream().mapToDouble(round -> round.scaleNs()[index] * MS).toArray()));
    }
    double wholeMs = median(rounds.stream().mapToDouble(round -> round.wholeNs() * MS).toArray());
    double ratio =
        median(
            rounds.stream()
                .mapToDouble(round -> (double) round.wholeNs() / round.graphsNs())
                .toArray());
    System.out.printf("  whole drawing   %9.2f ms%n", wholeMs);
    System.out.printf("  bare graph runs %9.2f ms%n", wholeMs / ratio);
    System.out.printf(
        "  ratio %.3f (target 1.15), platform share %.1f %%%n", ratio, 100 * (1 - 1 / ratio));
    System.out.printf("  decoding        %9.2f ms%n", decodeMs);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static List<DrawRequest> requests(Bundle bundle, ScaleSchedule schedule, int batch) {
    Sampling sampling = bundle.sampling();
    int[] prompt = prompt(bundle, 8);
    int[] unconditional = prompt(bundle, 0);
    return IntStream.range(0, batch)
        .mapToObj(i -> new DrawRequest(prompt, unconditional, schedule, 42, i, sampling, List.of()))
        .toList();
  }

  /** The template's special tokens around so many arbitrary text tokens. */
  private static int[] prompt(Bundle bundle, int words) {
    return bundle.templates().get("generation").stream()
        .flatMapToInt(piece ->
            switch (piece) {
              case TemplatePiece.Special(int id) -> IntStream.of(id);
              case TemplatePiece.Literal literal -> IntStream.of(literal.text().length());
              case TemplatePiece.Slot slot -> IntStream.range(0, words);
            })
        .toArray();
  }
}
