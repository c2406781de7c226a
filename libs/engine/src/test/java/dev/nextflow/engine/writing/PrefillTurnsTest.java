package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.engine.transformer.Piece;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefillTurnsTest {

  private final PrefillTurns turns = new PrefillTurns(10);

  @Test
  void aStepReadsAsManyPromptsAsFit() {
    turns.add(3, text(4));
    turns.add(0, text(5));
    assertThat(next()).containsExactly("3 reads 4", "0 reads 5");
    assertThat(next()).isEmpty();
  }

  @Test
  void aLongPromptIsReadInChunks() {
    turns.add(1, text(25));
    assertThat(next()).containsExactly("1 reads 10");
    assertThat(next()).containsExactly("1 reads 10");
    assertThat(next()).containsExactly("1 reads 5");
    assertThat(next()).isEmpty();
  }

  @Test
  void aShortPromptWaitsForOneChunkOfALongOne() {
    turns.add(0, text(1_000));
    turns.add(1, text(3));
    assertThat(next()).containsExactly("0 reads 10");
    assertThat(next()).containsExactly("1 reads 3", "0 reads 7");
    assertThat(next()).containsExactly("0 reads 10");
  }

  @Test
  void longPromptsTakeTurns() {
    turns.add(0, text(15));
    turns.add(1, text(15));
    assertThat(next()).containsExactly("0 reads 10");
    assertThat(next()).containsExactly("1 reads 10");
    assertThat(next()).containsExactly("0 reads 5", "1 reads 5");
  }

  @Test
  void whoLeavesReadsNoMore() {
    turns.add(0, text(15));
    turns.add(1, text(2));
    turns.next();
    turns.remove(0);
    assertThat(next()).containsExactly("1 reads 2");
    assertThat(next()).isEmpty();
  }

  /** Scales of 4, 9, 16 and 25 codes, behind a text of 3 ids and before one of 2. */
  @Test
  void aScaleIsReadWholeAndOneThatIsTooLargeByItself() {
    turns.add(0, picture(5, 3, 2));
    assertThat(next()).containsExactly("0 reads 3", "0 reads scale 2");
    assertThat(next()).containsExactly("0 reads scale 3");
    assertThat(next()).containsExactly("0 reads scale 4");
    assertThat(next()).containsExactly("0 reads scale 5");
    assertThat(next()).containsExactly("0 reads 2");
    assertThat(next()).isEmpty();
  }

  @Test
  void aScaleThatHasToWaitLetsOthersReadAndComesFirstInTheNextStep() {
    turns.add(0, text(18));
    turns.add(1, picture(3, 10, 1));
    turns.add(2, text(30));
    assertThat(next()).containsExactly("0 reads 10");
    assertThat(next()).containsExactly("1 reads 10");
    assertThat(next()).containsExactly("2 reads 10");
    assertThat(next()).containsExactly("0 reads 8", "2 reads 2");
    assertThat(next()).containsExactly("1 reads scale 2", "2 reads 6");
  }

  @Test
  void picturesTakeTurns() {
    turns.add(0, picture(4, 10, 1));
    turns.add(1, picture(4, 10, 1));
    assertThat(next()).containsExactly("0 reads 10");
    assertThat(next()).containsExactly("1 reads 10");
    assertThat(next()).containsExactly("0 reads scale 2", "1 reads scale 2");
    assertThat(next()).containsExactly("0 reads scale 3");
    assertThat(next()).containsExactly("1 reads scale 3");
    assertThat(next()).containsExactly("0 reads scale 4");
  }

  @Test
  void thePictureIsToldOfWithTheLastIdBeforeIt() {
    turns.add(0, picture(3, 15, 4));
    assertThat(turns.next().getFirst().piece()).matches(piece -> opens(piece) == 0);
    assertThat(turns.next().getFirst().piece()).matches(piece -> opens(piece) == 3);
  }

  private static int opens(Piece piece) {
    return ((Piece.Text) piece).scaleCount();
  }

  private List<String> next() {
    return turns.next().stream()
        .map(chunk ->
            chunk.slot()
                + " reads "
                + (chunk.piece() instanceof Piece.Block block
                    ? "scale " + block.block()
                    : String.valueOf(chunk.piece().tokens())))
        .toList();
  }

  private static List<Piece> text(int tokens) {
    return Piece.of(MixedSequence.of(new int[tokens]));
  }

  private static List<Piece> picture(int level, int before, int after) {
    ScaleSchedule schedule = new ScaleSchedule(new Grid(64, 64), level);
    List<ScaleCodes> codes =
        schedule.grids().stream().map(grid -> ScaleCodes.of(new int[grid.size()])).toList();
    return Piece.of(
        new MixedSequence(
            new int[before + after], List.of(new GivenPicture(before - 1, schedule, codes))));
  }
}
