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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lets the transformer read a sequence into every row: text causally, up to a picture's {@code
 * <boi>}; then each scale from the second on as a block that sees itself and all before, made of
 * the codes of the scale before it; then the text from {@code <eoi>} on. It is what a model is
 * trained on: a given picture enters as one that was just drawn would lie there.
 *
 * <p>Neighbours with as many pictures, of the same schedules, go together from picture to picture,
 * each with a text of its own before it, padded on the right: all rows of a batch, but where
 * guidance leads away from fewer pictures than there are. The text behind the last picture is all
 * rows' last run.
 */
public final class SequenceReader {

  private final List<MixedSequence> rows;
  private final List<Group> groups;

  /**
   * Rows that are read together up to the text behind their last picture.
   *
   * @param first number of its first row
   * @param rows at least one, all {@link #alike}
   * @param input null where there is no picture
   */
  private record Group(int first, List<MixedSequence> rows, @Nullable ScaleInput input) {

    int pictures() {
      return rows.getFirst().pictures().size();
    }

    /** The picture of this number in every row. */
    List<GivenPicture> pictures(int number) {
      return rows.stream().map(row -> row.pictures().get(number)).toList();
    }
  }

  /**
   * @param scope owns all memory
   * @param ofRow the sequence of every row, at least one; see {@link #alike}
   */
  public SequenceReader(
      NativeScope scope, OpenGraphs graphs, RunControl control, List<MixedSequence> ofRow) {
    this.rows = List.copyOf(ofRow);
    this.groups = new ArrayList<>();
    int first = 0;
    for (List<MixedSequence> together : neighbours(rows)) {
      int most = mostCodes(together.getFirst());
      ScaleInput input =
          most == 0 ? null : new ScaleInput(scope, graphs, control, together.size(), most);
      groups.add(new Group(first, together, input));
      first += together.size();
    }
  }

  private static List<List<MixedSequence>> neighbours(List<MixedSequence> rows) {
    List<List<MixedSequence>> groups = new ArrayList<>();
    for (MixedSequence row : rows) {
      if (groups.isEmpty() || !alike(groups.getLast().getFirst(), row)) {
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
    for (Group group : groups) {
      for (int number = 0; number < group.pictures(); number++) {
        List<GivenPicture> ofRow = group.pictures(number);
        to.prefill(group.first(), texts(group, number), ofRow.getFirst().schedule().level());
        readScales(to, group, ofRow);
      }
    }
    return to.prefill(
        rows.stream()
            .map(row -> Arrays.copyOfRange(row.ids(), tailBegin(row), row.ids().length))
            .toList(),
        scaleCount);
  }

  private static void readScales(TransformerRows to, Group group, List<GivenPicture> ofRow) {
    ScaleInput input = group.input();
    ScaleSchedule schedule = ofRow.getFirst().schedule();
    for (int scale = 2; input != null && scale <= schedule.level(); scale++) {
      int before = scale - 2;
      input.write(
          schedule, scale, ofRow.stream().map(picture -> picture.codes().get(before)).toList(), to);
      to.writeScale(group.first(), group.rows().size(), schedule.grid(scale));
    }
  }

  /** What every row of a group says before the picture of this number. */
  private static List<int[]> texts(Group group, int number) {
    return group.rows().stream()
        .map(row -> Arrays.copyOfRange(row.ids(), textBegin(row, number), textEnd(row, number)))
        .toList();
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
        + neighbours(ofRow).stream().mapToInt(SequenceReader::roomBefore).max().orElseThrow();
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
