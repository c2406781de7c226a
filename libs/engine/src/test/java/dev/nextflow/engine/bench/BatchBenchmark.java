package dev.nextflow.engine.bench;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.writing.BatchSize;
import dev.nextflow.engine.writing.ContinuousBatch;
import dev.nextflow.engine.writing.TextRequest;
import dev.nextflow.engine.writing.WritingEngine;
import dev.nextflow.sequences.MixedSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Writes as many texts one after the other and in one batch, in turn, and prints tokens per second
 * of both and their ratio, as medians of the rounds. Prompts are read within the measured time.
 *
 * <p>Not a test: it runs only when it is named, and asserts nothing. System properties: {@code
 * benchmark.bundle} (folder), {@code .threads}, {@code .texts} (widths of batches), {@code .tokens}
 * of each text, {@code .rounds}, {@code .out} (a file for the rows, as JSON).
 */
class BatchBenchmark {

  private static final int PROMPT_TOKENS = 24;
  private static final int PREFILL_CHUNK = 64;
  private static final double S = 1e-9;

  private final Bundle bundle = Bundle.load(Path.of(System.getProperty("benchmark.bundle")));
  private final int threads = Integer.getInteger("benchmark.threads", 2);
  private final int tokens = Integer.getInteger("benchmark.tokens", 64);
  private final int rounds = Integer.getInteger("benchmark.rounds", 5);

  private record Row(int texts, double alone, double batched, double ratio) {}

  @Test
  void run() throws IOException {
    try (WritingEngine engine = WritingEngine.open(bundle, EngineOptions.cpu(threads))) {
      List<Row> rows =
          Stream.of(System.getProperty("benchmark.texts", "4,16,32").split(","))
              .map(texts -> measure(engine, Integer.parseInt(texts)))
              .toList();
      String json = json(rows);
      System.out.println(json);
      String out = System.getProperty("benchmark.out");
      if (out != null) {
        Files.writeString(Path.of(out), json);
      }
    }
  }

  private Row measure(WritingEngine engine, int texts) {
    List<TextRequest> requests = requests(texts);
    alone(engine, requests.subList(0, 1));
    batched(engine, requests);
    double[] alone = new double[rounds];
    double[] batched = new double[rounds];
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      alone[round] = texts * tokens / alone(engine, requests);
      batched[round] = texts * tokens / batched(engine, requests);
      ratios[round] = batched[round] / alone[round];
    }
    return new Row(texts, median(alone), median(batched), median(ratios));
  }

  /** Seconds for all, one after the other. */
  private double alone(WritingEngine engine, List<TextRequest> requests) {
    long startNs = System.nanoTime();
    try (ContinuousBatch batch = engine.batch(size(1))) {
      for (TextRequest request : requests) {
        int slot = batch.admit(request);
        for (int unwritten = tokens; unwritten > 0; ) {
          unwritten -= batch.step().size();
        }
        batch.release(slot);
      }
    }
    return (System.nanoTime() - startNs) * S;
  }

  /** Seconds for all, beside each other. */
  private double batched(WritingEngine engine, List<TextRequest> requests) {
    long startNs = System.nanoTime();
    try (ContinuousBatch batch = engine.batch(size(requests.size()))) {
      requests.forEach(batch::admit);
      int unwritten = requests.size() * tokens;
      while (unwritten > 0) {
        unwritten -= batch.step().size();
      }
    }
    return (System.nanoTime() - startNs) * S;
  }

  private BatchSize size(int slots) {
    return new BatchSize(slots, tokens, 0, PREFILL_CHUNK);
  }

  private List<TextRequest> requests(int texts) {
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, texts)
        .mapToObj(i ->
            new TextRequest(
                MixedSequence.of(
                    random.ints(PROMPT_TOKENS, 0, bundle.model().textVocabSize()).toArray()),
                new int[0],
                tokens,
                1,
                0.9,
                i))
        .toList();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private String json(List<Row> rows) {
    String command =
        "./mvnw -q -pl libs/engine -am test -Dtest=BatchBenchmark"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dbenchmark.bundle=$PWD/bundles/"
            + bundle.name()
            + " -Dbenchmark.tokens="
            + tokens
            + " -Dbenchmark.rounds="
            + rounds;
    String lines =
        rows.stream()
            .map(row ->
                String.format(
                    Locale.ROOT,
                    "    {\"name\":\"%d texts in one batch\",\"value\":%.1f,\"unit\":\"tokens/s\","
                        + "\"n\":%d,\"peer\":\"the same one after the other: %.1f tokens/s\","
                        + "\"ratio\":%.2f}",
                    row.texts(),
                    row.batched(),
                    rounds,
                    row.alone(),
                    row.ratio()))
            .collect(Collectors.joining(",\n"));
    return """
    {
      "command": "%s",
      "machine": "%s, %d processors, %d threads, Java %s",
      "date": "%s",
      "rows": [
    %s
      ]
    }
    """
        .formatted(
            command,
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            threads,
            System.getProperty("java.version"),
            LocalDate.now(),
            lines);
  }
}
