package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pictures through the grids 1x1, 2x2, 3x3 and 4x4: 29 tokens between their two ids. */
class MixedSequenceTest {

  private static final ScaleSchedule SCHEDULE = new ScaleSchedule(new Grid(64, 64), 4);
  private static final List<ScaleCodes> CODES =
      SCHEDULE.grids().stream().map(grid -> ScaleCodes.of(new int[grid.size()])).toList();

  @Test
  void costsItsIdsAndWhatIsReadOfItsPictures() {
    assertThat(MixedSequence.of(1, 2, 3).tokens()).isEqualTo(3);
    assertThat(sequence(8, 1, 4).tokens()).isEqualTo(8 + 2 * 29);
    ScaleSchedule toTheLast = new ScaleSchedule(SCHEDULE.fullGrid(), SCHEDULE.level(), true);
    assertThat(
            new MixedSequence(new int[8], List.of(new GivenPicture(1, toTheLast, CODES))).tokens())
        .isEqualTo(8 + 29 + 16);
  }

  @Test
  void everyPictureHasTwoIdsOfItsOwn() {
    assertThat(sequence(4, 0, 2).pictures()).hasSize(2);
    assertThatIllegalArgumentException().isThrownBy(() -> sequence(4, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> sequence(4, 2, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> sequence(4, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> sequence(4, -1));
  }

  @Test
  void aPictureIsWhole() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GivenPicture(0, SCHEDULE, CODES.subList(0, 3)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GivenPicture(0, SCHEDULE, CODES.reversed()));
  }

  private static MixedSequence sequence(int ids, int... places) {
    return new MixedSequence(
        new int[ids],
        IntStream.of(places).mapToObj(boi -> new GivenPicture(boi, SCHEDULE, CODES)).toList());
  }
}
