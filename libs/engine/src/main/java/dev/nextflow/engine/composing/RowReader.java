package dev.nextflow.engine.composing;

import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.engine.transformer.Piece;
import dev.nextflow.engine.transformer.Pieces;
import dev.nextflow.engine.transformer.RowPrefix;
import dev.nextflow.engine.transformer.ScaleInput;
import dev.nextflow.engine.transformer.TransformerRows;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import java.util.List;

/**
 * Lets one row read a sequence: text up to a picture's {@code <boi>}, its blocks from the second
 * on, then the text from {@code <eoi>} on.
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

  /**
   * The last run of a sequence.
   *
   * @param tokens in its block
   * @param last which of them says what comes next
   */
  record Read(int tokens, int last) {}

  /**
   * Reads all of it but what is kept of the row, which must be empty.
   *
   * @param prefix what is kept
   */
  Read read(TransformerRows rows, int row, MixedSequence sequence, RowPrefix prefix) {
    List<Piece> pieces = Piece.of(sequence);
    // The last token is read again: what it says of the next one is not kept.
    int most = sequence.tokens() - 1;
    int begun = prefix.restore(pieces, shared -> Math.min(shared, most), rows, row);
    Read read = new Read(0, 0);
    for (Piece piece : Pieces.after(pieces, begun)) {
      switch (piece) {
        case Piece.Text(int[] ids, int scaleCount) ->
            read = new Read(rows.prefill(row, List.of(ids), scaleCount), ids.length - 1);
        case Piece.Block block -> read(rows, row, block);
      }
    }
    return read;
  }

  /** Reads one block of a picture. */
  void read(TransformerRows rows, int row, Piece.Block block) {
    input.write(block.schedule(), block.block(), List.of(block.before()), rows);
    rows.writeScale(row, block.grid());
  }
}
