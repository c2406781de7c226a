package dev.nextflow.engine.transformer;

import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Lets the transformer read a sequence into every row: text causally, up to a picture's {@code
 * <boi>}; then each block of the picture from the second on, which sees itself and all before, made
 * of the codes of the scale before it; then the text from {@code <eoi>} on. It is what a model is
 * trained on: a given picture enters as one that was just drawn would lie there.
 *
 * <p>Neighbours with as many pictures, of the same schedules, go together from picture to picture,
 * each with a text of its own before it, padded on the right: all rows of a batch, but where
 * guidance leads away from fewer pictures than there are. The text behind the last picture is all
 * rows' last run.
 */
public final class SequenceReader {

  private final NativeScope scope;
  private final OpenGraphs graphs;
  private final RunControl control;
  private final List<MixedSequence> rows;

  /**
   * What a row reads before the text behind its last picture.
   *
   * @param begun how many of the pieces it has read
   */
  private record Beginning(MixedSequence sequence, List<Piece> pieces, int begun) {

    boolean goesWith(Beginning other) {
      return begun == other.begun && alike(sequence, other.sequence);
    }
  }

  /**
   * @param scope owns all memory
   * @param ofRow the sequence of every row, at least one; see {@link #alike}
   */
  public SequenceReader(
      NativeScope scope, OpenGraphs graphs, RunControl control, List<MixedSequence> ofRow) {
    this.scope = scope;
    this.graphs = graphs;
    this.control = control;
    this.rows = List.copyOf(ofRow);
  }

  private static <T> List<List<T>> neighbours(List<T> rows, BiPredicate<T, T> together) {
    List<List<T>> groups = new ArrayList<>();
    for (T row : rows) {
      if (groups.isEmpty() || !together.test(groups.getLast().getFirst(), row)) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(row);
    }
    return groups;
  }

  /** Whether rows can be read together: as many pictures each, of the same schedules. */
  public static boolean alike(MixedSequence one, MixedSequence other) {
    return schedules(one).equals(schedules(other));
  }

  private static List<ScaleSchedule> schedules(MixedSequence sequence) {
    return sequence.pictures().stream().map(GivenPicture::schedule).toList();
  }

  /** Most tokens of a row that are run at once. */
  public int longestBlock() {
    return rows.stream()
        .mapToInt(row -> Math.max(row.ids().length, mostCodes(row)))
        .max()
        .orElseThrow();
  }

  /** Text ids of a row's last run: all that stand behind the last picture. */
  public int tail(int row) {
    return rows.get(row).ids().length - tailBegin(rows.get(row));
  }

  private static int mostCodes(MixedSequence row) {
    return row.pictures().stream()
        .flatMap(picture -> picture.schedule().grids().stream())
        .mapToInt(Grid::size)
        .max()
        .orElse(0);
  }

  /**
   * Runs it all through the rows, which are those of {@code ofRow} and no others.
   *
   * @param scaleCount scales of the picture that a last {@code <boi>} opens; 0 for text
   * @return tokens per row in the last run's block, of which a row's {@link #tail}th hidden state
   *     says what comes next
   */
  public int read(TransformerRows to, int scaleCount) {
    return read(to, scaleCount, rows.stream().map(row -> RowPrefix.NONE).toList());
  }

  /**
   * The same, but what is kept of a row is copied as far as whole pieces go, and never of the text
   * behind the last picture: so no row needs more room than it would without.
   *
   * @param prefixes one for each row
   */
  public int read(TransformerRows to, int scaleCount, List<RowPrefix> prefixes) {
    List<Beginning> beginnings = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      List<Piece> all = Piece.of(rows.get(row), scaleCount);
      List<Piece> pieces = all.subList(0, all.size() - 1);
      int tokens = prefixes.get(row).restore(all, shared -> Pieces.whole(pieces, shared), to, row);
      int begun = pieces.size() - Pieces.after(pieces, tokens).size();
      beginnings.add(new Beginning(rows.get(row), pieces, begun));
    }
    int first = 0;
    for (List<Beginning> together : neighbours(beginnings, Beginning::goesWith)) {
      readTogether(to, first, together);
      first += together.size();
    }
    return to.prefill(
        rows.stream()
            .map(row -> Arrays.copyOfRange(row.ids(), tailBegin(row), row.ids().length))
            .toList(),
        scaleCount);
  }

  private void readTogether(TransformerRows to, int first, List<Beginning> together) {
    int mostCodes = mostCodes(together.getFirst().sequence());
    List<Piece> pieces = together.getFirst().pieces();
    int begun = together.getFirst().begun();
    if (begun == pieces.size()) {
      return;
    }
    ScaleInput input = new ScaleInput(scope, graphs, control, together.size(), mostCodes);
    for (int number = begun; number < pieces.size(); number++) {
      int now = number;
      List<Piece> ofRow = together.stream().map(row -> row.pieces().get(now)).toList();
      switch (ofRow.getFirst()) {
        case Piece.Text(int[] _, int scaleCount) ->
            to.prefill(
                first,
                ofRow.stream().map(piece -> ((Piece.Text) piece).ids()).toList(),
                scaleCount);
        case Piece.Block block -> {
          input.write(
              block.schedule(),
              block.block(),
              ofRow.stream().map(piece -> ((Piece.Block) piece).before()).toList(),
              to);
          to.writeScale(first, ofRow.size(), block.grid());
        }
      }
    }
  }

  private static int tailBegin(MixedSequence row) {
    return textBegin(row, row.pictures().size());
  }

  private static int textBegin(MixedSequence row, int number) {
    return number == 0 ? 0 : row.pictures().get(number - 1).boi() + 1;
  }

  private static int textEnd(MixedSequence row, int number) {
    return row.pictures().get(number).boi() + 1;
  }

  /**
   * Tokens that a row's cache must have room for: a row's own, and what pads it to the longest. At
   * least that of the longest row.
   */
  public static int room(List<MixedSequence> ofRow) {
    int tail =
        ofRow.stream().mapToInt(row -> row.ids().length - tailBegin(row)).max().orElseThrow();
    return tail
        + neighbours(ofRow, SequenceReader::alike).stream()
            .mapToInt(SequenceReader::roomBefore)
            .max()
            .orElseThrow();
  }

  /** The same up to the last picture, of rows that are read together. */
  private static int roomBefore(List<MixedSequence> ofRow) {
    int pictures = ofRow.getFirst().pictures().size();
    int texts =
        IntStream.range(0, pictures)
            .map(number ->
                ofRow.stream()
                    .mapToInt(row -> textEnd(row, number) - textBegin(row, number))
                    .max()
                    .orElseThrow())
            .sum();
    return texts + ofRow.getFirst().pictures().stream().mapToInt(GivenPicture::innerTokens).sum();
  }
}
