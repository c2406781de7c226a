package dev.nextflow.engine.composing;

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

/**
 * Lets one row read a sequence: text up to a picture's {@code <boi>}, each scale from the second on
 * as a block, then the text from {@code <eoi>} on.
 */
final class RowReader {

  private final ScaleInput input; // Of one row.

  /**
   * @param scope owns all memory
   * @param mostCodes most codes of a scale of a picture that is read
   */
  RowReader(NativeScope scope, OpenGraphs graphs, RunControl control, int mostCodes) {
    this.input = new ScaleInput(scope, graphs, control, 1, mostCodes);
  }

  /** Most codes of a scale; 1 where there is no picture. */
  static int mostCodes(MixedSequence sequence) {
    return sequence.pictures().stream()
        .flatMap(picture -> picture.schedule().grids().stream())
        .mapToInt(Grid::size)
        .max()
        .orElse(1);
  }

  /** Text ids behind the last picture: the last of them says what comes next. */
  static int tail(MixedSequence sequence) {
    return sequence.ids().length - begin(sequence, sequence.pictures().size());
  }

  /**
   * Reads all of it.
   *
   * @return tokens in the last run's block
   */
  int read(TransformerRows rows, int row, MixedSequence sequence) {
    int[] ids = sequence.ids();
    List<GivenPicture> pictures = sequence.pictures();
    for (int i = 0; i < pictures.size(); i++) {
      GivenPicture picture = pictures.get(i);
      int[] text = Arrays.copyOfRange(ids, begin(sequence, i), picture.boi() + 1);
      rows.prefill(row, List.of(text), picture.schedule().level());
      readScales(rows, row, picture);
    }
    int[] text = Arrays.copyOfRange(ids, begin(sequence, pictures.size()), ids.length);
    return rows.prefill(row, List.of(text), 0);
  }

  private void readScales(TransformerRows rows, int row, GivenPicture picture) {
    for (int scale = 2; scale <= picture.schedule().level(); scale++) {
      input.write(picture.schedule(), scale, List.of(picture.codes().get(scale - 2)), rows);
      rows.writeScale(row, picture.schedule().grid(scale));
    }
  }

  /** Where the text before a picture begins: at the {@code <eoi>} of the one before. */
  private static int begin(MixedSequence sequence, int picture) {
    return picture == 0 ? 0 : sequence.pictures().get(picture - 1).boi() + 1;
  }
}
