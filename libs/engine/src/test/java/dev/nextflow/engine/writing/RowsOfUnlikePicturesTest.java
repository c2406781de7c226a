package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.EngineOptions;
import dev.nextflow.engine.bundle.Bundle;
import dev.nextflow.engine.bundle.SpecialTokens;
import dev.nextflow.engine.fixtures.TinyBundle;
import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.transformer.ScaleInput;
import dev.nextflow.engine.transformer.SequenceReader;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Guidance may lead away from fewer pictures than there are: then rows read different pictures, and
 * each must read what it would read alone.
 */
class RowsOfUnlikePicturesTest {

  private static final Bundle BUNDLE = TinyBundle.bundle();
  private static final ScaleSchedule SCHEDULE = new ScaleSchedule(new Grid(64, 64), 4);
  private static final int CACHE_LENGTH = 400;

  /** Of logits of some units; what sums in another order differs by less. */
  private static final float ROUNDING = 1e-4f;

  @Test
  void everyRowReadsWhatItWouldReadAlone() {
    List<MixedSequence> rows = List.of(sequence(1, 2), sequence(2, 1), sequence(3, 0));
    for (MixedSequence row : rows) {
      float[] alone = logits(List.of(row));
      for (MixedSequence other : rows) {
        assertThat(distance(logits(List.of(row, other)), alone)).isLessThan(ROUNDING);
        assertThat(other == row || distance(logits(List.of(other)), alone) > 100 * ROUNDING)
            .as("the sequences can be told apart")
            .isTrue();
      }
    }
  }

  /** Logits behind the first row's sequence. */
  private static float[] logits(List<MixedSequence> rows) {
    List<String> names =
        Stream.concat(TransformerRows.GRAPHS.stream(), Stream.of(TextHead.GRAPH, ScaleInput.GRAPH))
            .toList();
    OpenGraphs graphs = OpenGraphs.open(BUNDLE, EngineOptions.cpu(1), names);
    try (NativeScope scope = new NativeScope()) {
      RunControl control = new RunControl(scope);
      assertThat(SequenceReader.room(rows)).isLessThanOrEqualTo(CACHE_LENGTH);
      SequenceReader reader = new SequenceReader(scope, graphs, control, rows);
      TransformerRows to =
          new TransformerRows(
              scope, BUNDLE, graphs, control, rows.size(), CACHE_LENGTH, reader.longestBlock());
      TextHead head = new TextHead(scope, BUNDLE, graphs, control, 1);
      head.run(to, reader.read(to, 0), reader.tail(0) - 1, 1);
      return head.logits(0).clone();
    } finally {
      graphs.close();
    }
  }

  private static float distance(float[] one, float[] other) {
    float most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]));
    }
    return most;
  }

  /** A text with so many pictures in it. */
  private static MixedSequence sequence(int seed, int pictures) {
    SpecialTokens special = BUNDLE.specialTokens();
    SplittableRandom random = new SplittableRandom(seed);
    IntStream.Builder ids = IntStream.builder();
    List<GivenPicture> given = new ArrayList<>();
    int length = 0;
    for (int number = 0; number <= pictures; number++) {
      for (int i = 0; i < 2 + seed; i++, length++) {
        ids.add(random.nextInt(special.imStart()));
      }
      if (number < pictures) {
        given.add(new GivenPicture(length, SCHEDULE, codes(random)));
        ids.add(special.boi());
        ids.add(special.eoi());
        length += 2;
      }
    }
    return new MixedSequence(ids.build().toArray(), given);
  }

  private static List<ScaleCodes> codes(SplittableRandom random) {
    return SCHEDULE.grids().stream()
        .map(grid ->
            ScaleCodes.of(random.ints(grid.size(), 0, BUNDLE.model().visualVocabSize()).toArray()))
        .toList();
  }
}
