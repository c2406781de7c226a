package dev.nextflow.engine.writing;

import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.transformer.ScaleInput;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the transformer read a sequence: text causally, up to a picture's {@code <boi>}; then each
 * scale from the second on as a block that sees itself and all before, made of the codes of the
 * scale before it; then the text from {@code <eoi>} on. It is what a model is trained on: a given
 * picture enters as one that was just drawn would lie there.
 */
final class SequenceReader {

  private final MixedSequence sequence;
  private final @Nullable ScaleInput input; // Null where there is no picture.

  SequenceReader(NativeScope scope, OpenGraphs graphs, RunControl control, MixedSequence sequence) {
    this.sequence = sequence;
    this.input =
        sequence.pictures().isEmpty()
            ? null
            : new ScaleInput(scope, graphs, control, 1, mostCodes());
  }

  /** Most tokens that are run at once. */
  int longestBlock() {
    return Math.max(sequence.ids().length, mostCodes());
  }

  /** Text ids of the last run: all that stand behind the last picture. */
  int tail() {
    List<GivenPicture> pictures = sequence.pictures();
    return sequence.ids().length - (pictures.isEmpty() ? 0 : pictures.getLast().boi() + 1);
  }

  private int mostCodes() {
    return sequence.pictures().stream()
        .flatMap(picture -> picture.schedule().grids().stream())
        .mapToInt(Grid::size)
        .max()
        .orElse(0);
  }

  /**
   * Runs it all through the one row that there is.
   *
   * @return tokens in the last run's block, whose {@link #tail()}th hidden state says what comes
   *     next
   */
  int read(TransformerRows rows) {
    int[] ids = sequence.ids();
    int next = 0;
    for (GivenPicture picture : sequence.pictures()) {
      int end = picture.boi() + 1;
      rows.prefill(List.of(Arrays.copyOfRange(ids, next, end)), picture.schedule().level());
      readScales(rows, picture);
      next = end;
    }
    return rows.prefill(List.of(Arrays.copyOfRange(ids, next, ids.length)), 0);
  }

  private void readScales(TransformerRows rows, GivenPicture picture) {
    for (int scale = 2; input != null && scale <= picture.schedule().level(); scale++) {
      input.write(picture.schedule(), scale, List.of(picture.codes().get(scale - 2)), rows);
      rows.writeScale(picture.schedule().grid(scale));
    }
  }
}
