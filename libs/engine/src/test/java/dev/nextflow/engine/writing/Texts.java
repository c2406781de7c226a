package dev.nextflow.engine.writing;

import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.sequences.MixedSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Texts to continue, each unlike the others; and what comes of one that is alone. */
final class Texts {

  private Texts() {}

  /** Another prompt, length, temperature, top-p and seed for each number. */
  static TextRequest numbered(Bundle bundle, int number, int maxTokens) {
    SplittableRandom random = new SplittableRandom(number);
    // Every length comes in turn, a lone token among them.
    int[] ids =
        random
            .ints(1 + number % bundle.maxPromptTokens(), 0, bundle.model().textVocabSize())
            .toArray();
    double temperature = number % 4 == 0 ? 0 : random.nextDouble(0.3, 1.5);
    return new TextRequest(
        ids, new int[0], maxTokens, temperature, random.nextDouble(0.5, 1), number);
  }

  /** The whole continuation, with no batch around it. */
  static List<Integer> alone(WritingEngine engine, TextRequest request) {
    float[] noise = request.noise();
    int before = request.written().length;
    List<Integer> text = new ArrayList<>();
    IntStream.of(request.written()).forEach(text::add);
    try (Writing writing =
        engine.begin(
            MixedSequence.of(request.ids()), request.written(), request.maxTokens() - before)) {
      while (!writing.done()) {
        text.add(writing.next(request.temperature(), request.topP(), noise[text.size()]));
      }
    }
    return text;
  }

  /** The same text, of which some ids are written already. */
  static TextRequest resumed(TextRequest request, List<Integer> written) {
    return new TextRequest(
        request.ids(),
        written.stream().mapToInt(id -> id).toArray(),
        request.maxTokens(),
        request.temperature(),
        request.topP(),
        request.seed());
  }
}
