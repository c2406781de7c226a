package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.fixtures.DemoBundle;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.transformer.Piece;
import dev.nextflow.engine.transformer.ScaleInput;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.sequences.MixedSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logits of a text are the same to the bit, whoever else is in the batch: what the promise of the
 * same text stands on. Tokens would hide what differs: it takes many of them until one tips over.
 */
class SlotLogitsTest {

  private static final int WIDEST = 32;
  private static final int STEPS = 6;

  static Stream<Named<Bundle>> bundles() {
    return Stream.of(Named.of("tiny", TinyBundle.bundle()), Named.of("demo", DemoBundle.bundle()));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void neitherTheWidthOfABatchNorARowsPlaceInItMatters(Bundle bundle) {
    try (Slots slots = new Slots(bundle, WIDEST)) {
      List<int[]> texts = texts(bundle);
      List<Integer> expected = new ArrayList<>();
      for (int row = 0; row < WIDEST; row++) {
        slots.read(row, texts.get(row), 64);
      }
      for (int row = 0; row < WIDEST; row++) {
        expected.add(slots.write(row, 1).getFirst());
      }
      for (int width = 2; width <= WIDEST; width++) {
        for (int row = 0; row < WIDEST; row++) {
          slots.rows.clear(row);
          slots.read(row, texts.get(row), 64);
        }
        for (int first = 0; first + width <= WIDEST; first += width) {
          List<Integer> logits = slots.write(first, width);
          for (int i = 0; i < width; i++) {
            assertThat(logits.get(i)).as("width %d", width).isEqualTo(expected.get(first + i));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void whereAPromptIsCutDoesNotMatter(Bundle bundle) {
    try (Slots slots = new Slots(bundle, 1)) {
      int[] text = texts(bundle).getLast();
      int whole = slots.read(0, text, text.length);
      for (int chunk : new int[] {1, 2, 3, 5, 8, 13, text.length - 1}) {
        slots.rows.clear(0);
        assertThat(slots.read(0, text, chunk)).as("chunks of %d", chunk).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void howMuchOfTheCacheIsBoundDoesNotMatter(Bundle bundle) {
    try (Slots slots = new Slots(bundle, 3)) {
      List<List<Integer>> expected = writtenByThree(slots, bundle, 64, 64);
      for (int length : new int[] {200, 300, 600, 936}) {
        assertThat(writtenByThree(slots, bundle, length, 1)).as("shrinks").isEqualTo(expected);
        assertThat(writtenByThree(slots, bundle, 1, length)).as("grows").isEqualTo(expected);
      }
    }
  }

  /** Pictures and the text around them, read in any slot and with any length bound. */
  @ParameterizedTest
  @MethodSource("bundles")
  void neitherTheSlotNorTheBoundLengthMattersToAPicture(Bundle bundle) {
    try (Slots slots = new Slots(bundle, 5)) {
      for (int number = 0; number < 6; number++) {
        MixedSequence sequence = Texts.shown(bundle, number, 1).sequence();
        slots.rows.clear(0);
        slots.rows.fitCache(sequence.tokens() + STEPS);
        List<Integer> expected = slots.readAndWrite(0, sequence, 64);
        for (int length : new int[] {sequence.tokens() + STEPS + 1, 700, 936}) {
          int row = length % 5;
          IntStream.range(0, 5).forEach(slots.rows::clear);
          slots.rows.fitCache(length);
          slots.read((row + 1) % 5, texts(bundle).getLast(), 64);
          assertThat(slots.readAndWrite(row, sequence, length % 4 + 1))
              .as("picture %d with %d bound, in slot %d", number, length, row)
              .isEqualTo(expected);
        }
      }
    }
  }

  /** Reads with one length and writes with another, for which what was read has to move. */
  private static List<List<Integer>> writtenByThree(
      Slots slots, Bundle bundle, int reading, int writing) {
    List<int[]> texts = texts(bundle).subList(20, 23);
    IntStream.range(0, 3).forEach(slots.rows::clear);
    slots.rows.fitCache(reading);
    IntStream.range(0, 3).forEach(row -> slots.read(row, texts.get(row), 64));
    slots.rows.fitCache(writing);
    return IntStream.range(0, STEPS).mapToObj(step -> slots.write(0, 3)).toList();
  }

  private static List<int[]> texts(Bundle bundle) {
    SplittableRandom random = new SplittableRandom(7);
    int most = Math.min(bundle.maxPromptTokens(), WIDEST);
    return IntStream.rangeClosed(1, WIDEST)
        .mapToObj(number ->
            random.ints(Math.min(number, most), 0, bundle.model().textVocabSize()).toArray())
        .toList();
  }

  /** Rows and a head, without anything that samples. Logits are told by their hash. */
  private static final class Slots implements AutoCloseable {

    private final OpenGraphs graphs;
    private final NativeScope scope = new NativeScope();
    private final TransformerRows rows;
    private final ScaleInput input;
    private final TextHead head;

    Slots(Bundle bundle, int slots) {
      List<String> names =
          Stream.concat(
                  TransformerRows.GRAPHS.stream(), Stream.of(ScaleInput.GRAPH, TextHead.GRAPH))
              .toList();
      RunControl control = new RunControl(scope);
      graphs = OpenGraphs.open(bundle, EngineOptions.cpu(2), names);
      rows = TransformerRows.ofSlots(scope, bundle, graphs, control, slots, 1_000, 64);
      input = new ScaleInput(scope, graphs, control, 1, 64);
      head = new TextHead(scope, bundle, graphs, control, slots);
      rows.fitCache(64);
    }

    /** Reads a prompt in chunks; logits behind its last token. */
    int read(int row, int[] text, int chunk) {
      for (int from = 0; from < text.length; from += chunk) {
        int to = Math.min(text.length, from + chunk);
        int block = rows.prefill(row, List.of(Arrays.copyOfRange(text, from, to)), 0);
        head.run(rows, block, to - from - 1, 1);
      }
      return Arrays.hashCode(head.logits(0));
    }

    /** Reads a sequence and writes behind it; logits of every step. */
    List<Integer> readAndWrite(int row, MixedSequence sequence, int chunk) {
      List<Integer> logits = new ArrayList<>();
      for (Piece piece : Piece.of(sequence)) {
        switch (piece) {
          case Piece.Text text -> logits.add(read(row, text, chunk));
          case Piece.Block block -> {
            input.write(block.schedule(), block.block(), List.of(block.before()), rows);
            rows.writeScale(row, block.grid());
          }
        }
      }
      for (int id = 0; id < STEPS; id++) {
        rows.writeText(row, new int[] {id});
        head.run(rows, 1, 0, 1);
        logits.add(Arrays.hashCode(head.logits(0)));
      }
      return logits;
    }

    private int read(int row, Piece.Text text, int chunk) {
      if (text.tokens() > chunk) {
        read(row, text.first(chunk).ids(), chunk);
        return read(row, text.after(chunk), chunk);
      }
      int block = rows.prefill(row, List.of(text.ids()), text.scaleCount());
      head.run(rows, block, text.tokens() - 1, 1);
      return Arrays.hashCode(head.logits(0));
    }

    /** Feeds one token to each of some rows; their logits. */
    List<Integer> write(int first, int count) {
      rows.writeText(first, IntStream.range(first, first + count).toArray());
      head.run(rows, 1, 0, count);
      return IntStream.range(0, count).mapToObj(i -> Arrays.hashCode(head.logits(i))).toList();
    }

    @Override
    public void close() {
      scope.close();
      graphs.close();
    }
  }
}
