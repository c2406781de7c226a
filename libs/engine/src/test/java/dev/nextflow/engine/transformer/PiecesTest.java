package dev.nextflow.engine.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.MixedSequence;
import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {

  private static final ScaleSchedule FOUR = new ScaleSchedule(new Grid(64, 64), 4);
  private static final ScaleSchedule TO_THE_LAST = new ScaleSchedule(new Grid(64, 64), 4, true);
  private static final ScaleSchedule THREE = new ScaleSchedule(new Grid(64, 64), 3);

  /** 3 ids, then 4 + 9 + 16 codes at three positions, then 2 ids. */
  private final List<Piece> shown = Piece.of(shown(FOUR, 0));

  @Test
  void whatIsSharedEndsAtTheFirstIdThatDiffers() {
    assertThat(shared(text(1, 2, 3, 4), text(1, 2, 3, 4))).isEqualTo(4);
    assertThat(shared(text(1, 2, 3, 4), text(1, 2, 9, 4))).isEqualTo(2);
    assertThat(shared(text(1, 2), text(1, 2, 3))).isEqualTo(2);
    assertThat(shared(text(1), text(2))).isZero();
  }

  @Test
  void howTextIsCutDoesNotMatter() {
    List<Piece> cut =
        List.of(new Piece.Text(new int[] {1, 2}, 0), new Piece.Text(new int[] {3, 4}, 0));
    assertThat(shared(cut, text(1, 2, 3, 4, 5))).isEqualTo(4);
    assertThat(shared(text(1, 2, 3, 9), cut)).isEqualTo(3);
  }

  @Test
  void aPictureIsSharedScaleByScaleAndItsLastCodesAreNoneOfIt() {
    assertThat(shared(shown, shown)).isEqualTo(3 + 29 + 2);
    for (int differing = 1; differing <= 3; differing++) {
      assertThat(shared(shown, Piece.of(shown(FOUR, differing))))
          .as("codes of scale %d", differing)
          .isEqualTo(3 + FOUR.codesThrough(differing) - 1);
    }
    assertThat(shared(shown, Piece.of(shown(FOUR, 4)))).isEqualTo(3 + 29 + 2);
  }

  @Test
  void ofAPictureThatIsReadToItsLastScaleTheLastCodesAreSharedToo() {
    List<Piece> read = Piece.of(shown(TO_THE_LAST, 0));
    assertThat(read).hasSize(shown.size() + 1);
    assertThat(Pieces.tokens(read)).isEqualTo(Pieces.tokens(shown) + 16).isEqualTo(3 + 45 + 2);
    assertThat(Pieces.positions(read, 3 + 29)).isEqualTo(6);
    assertThat(Pieces.positions(read, 3 + 45)).isEqualTo(7);
    assertThat(shared(read, read)).isEqualTo(3 + 45 + 2);
    for (int differing = 1; differing <= 4; differing++) {
      assertThat(shared(read, Piece.of(shown(TO_THE_LAST, differing))))
          .as("codes of scale %d", differing)
          .isEqualTo(3 + FOUR.codesThrough(differing) - 1);
    }
  }

  /** What is read to draw it; no scale is drawn from what closes it. */
  @Test
  void aPictureThatWasDrawnSharesAllBlocksButTheOneThatClosesIt() {
    List<Piece> read = Piece.of(shown(TO_THE_LAST, 0));
    List<Piece> drawn = read.subList(0, 4);
    assertThat(drawn.getLast()).matches(piece -> piece.tokens() == 16);
    assertThat(shared(drawn, read)).isEqualTo(3 + 29);
  }

  @Test
  void anIdThatOpensAnotherPictureIsAnotherId() {
    assertThat(shared(shown, Piece.of(shown(THREE, 0)))).isEqualTo(2);
    assertThat(shared(shown, text(5, 6, 7, 8, 9))).isEqualTo(2);
    assertThat(shared(shown, Piece.of(MixedSequence.of(5, 6, 7), 4))).isEqualTo(3);
  }

  @Test
  void aScaleStandsAtOnePosition() {
    assertThat(Pieces.positions(shown, 2)).isEqualTo(2);
    assertThat(Pieces.positions(shown, 3)).isEqualTo(3);
    assertThat(Pieces.positions(shown, 3 + 4 + 9)).isEqualTo(5);
    assertThat(Pieces.positions(shown, 3 + 29)).isEqualTo(6);
    assertThat(Pieces.positions(shown, 3 + 29 + 1)).isEqualTo(7);
  }

  @Test
  void isCutWithinTextAndBetweenPieces() {
    assertThat(Pieces.tokens(Pieces.after(shown, 0))).isEqualTo(34);
    assertThat(Pieces.after(shown, 34)).isEmpty();
    Piece.Text rest = (Piece.Text) Pieces.after(shown, 1).getFirst();
    assertThat(rest.ids()).containsExactly(6, 7);
    assertThat(rest.scaleCount()).isEqualTo(4);
    assertThat(Pieces.after(shown, 3 + 4).getFirst()).isEqualTo(shown.get(2));
    assertThat(Pieces.whole(shown, 33)).isEqualTo(32);
    assertThat(Pieces.whole(shown, 3 + 12)).isEqualTo(7);
    assertThat(Pieces.whole(shown, 2)).isZero();
  }

  private static int shared(List<Piece> one, List<Piece> other) {
    assertThat(Pieces.shared(other, one)).isEqualTo(Pieces.shared(one, other));
    return Pieces.shared(one, other);
  }

  private static List<Piece> text(int... ids) {
    return Piece.of(MixedSequence.of(ids));
  }

  /**
   * @param differing a scale with other codes; 0: none has
   */
  private static MixedSequence shown(ScaleSchedule schedule, int differing) {
    List<ScaleCodes> codes =
        schedule.grids().stream()
            .map(grid -> {
              int[] same = new int[grid.size()];
              same[0] = differing > 0 && grid.equals(schedule.grid(differing)) ? 1 : 0;
              return ScaleCodes.of(same);
            })
            .toList();
    return new MixedSequence(
        new int[] {5, 6, 7, 8, 9}, List.of(new GivenPicture(2, schedule, codes)));
  }
}
