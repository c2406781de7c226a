package dev.nextflow.engine.transformer;

import dev.nextflow.engine.graphs.OpenGraphs;
import dev.nextflow.engine.runtime.NativeScope;
import dev.nextflow.engine.runtime.RunControl;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lets the transformer read a sequence into every row: text causally, up to a picture's {@code
 * <boi>}; then each scale from the second on as a block that sees itself and all before, made of
 * the codes of the scale before it; then the text from {@code <eoi>} on. It is what a model is
 * trained on: a given picture enters as one that was just drawn would lie there.
 *
 * <p>Rows go together from picture to picture, each with a text of its own before it, padded on the
 * right. So all have as many pictures, of the same schedules.
 */
public final class SequenceReader {

  private final List<MixedSequence> rows;
  private final @Nullable ScaleInput input; // Null where there is no picture.

  /**
   * @param scope owns all memory
   * @param ofRow the sequence of every row, at least one; see {@link #alike}
   */
  public SequenceReader(
      NativeScope scope, OpenGraphs graphs, RunControl control, List<MixedSequence> ofRow) {
    this.rows = List.copyOf(ofRow);
    this.input =
        pictures() == 0
            ? null
            : new ScaleInput(scope, graphs, control, rows.size(), mostCodes(rows.getFirst()));
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
    return rows.get(row).ids().length - textBegin(rows.get(row), pictures());
  }

  private int pictures() {
    return rows.getFirst().pictures().size();
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
    for (int number = 0; number < pictures(); number++) {
      List<GivenPicture> ofRow = pictures(number);
      to.prefill(texts(number), ofRow.getFirst().schedule().level());
      readScales(to, ofRow);
    }
    return to.prefill(texts(pictures()), scaleCount);
  }

  private void readScales(TransformerRows to, List<GivenPicture> ofRow) {
    ScaleSchedule schedule = ofRow.getFirst().schedule();
    for (int scale = 2; input != null && scale <= schedule.level(); scale++) {
      int before = scale - 2;
      input.write(
          schedule, scale, ofRow.stream().map(picture -> picture.codes().get(before)).toList(), to);
      to.writeScale(schedule.grid(scale));
    }
  }

  /** The picture of this number in every row. */
  private List<GivenPicture> pictures(int number) {
    return rows.stream().map(row -> row.pictures().get(number)).toList();
  }

  /** What every row says before the picture of this number, or behind the last. */
  private List<int[]> texts(int number) {
    return rows.stream()
        .map(row -> Arrays.copyOfRange(row.ids(), textBegin(row, number), textEnd(row, number)))
        .toList();
  }

  private static int textBegin(MixedSequence row, int number) {
    return number == 0 ? 0 : row.pictures().get(number - 1).boi() + 1;
  }

  private static int textEnd(MixedSequence row, int number) {
    return number == row.pictures().size()
        ? row.ids().length
        : row.pictures().get(number).boi() + 1;
  }

  /**
   * Tokens that a row's cache must have room for: a row's own, and what pads it to the longest. At
   * least that of the longest row.
   */
  public static int room(List<MixedSequence> ofRow) {
    int pictures = ofRow.getFirst().pictures().size();
    int texts =
        IntStream.rangeClosed(0, pictures)
            .map(number ->
                ofRow.stream()
                    .mapToInt(row -> textEnd(row, number) - textBegin(row, number))
                    .max()
                    .orElseThrow())
            .sum();
    return texts + ofRow.getFirst().pictures().stream().mapToInt(GivenPicture::innerTokens).sum();
  }
}
