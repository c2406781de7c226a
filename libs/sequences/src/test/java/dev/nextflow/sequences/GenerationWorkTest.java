package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two pictures through the grids 1x1, 2x2, 3x3 and 4x4: 2, 10, 28 and 60 tokens. */
class GenerationWorkTest {

  private static final ScaleSchedule SCHEDULE = new ScaleSchedule(new Grid(64, 64), 4);
  private static final GenerationWork WHOLE = TestWork.given(SCHEDULE, 2, List.of());
  private static final ScaleCodes ONE = ScaleCodes.of(5);
  private static final ScaleCodes TWO = ScaleCodes.of(1, 2, 3, 4);

  @Test
  void withoutLimitsEveryScaleIsDrawn() {
    assertThat(WHOLE.lastScale()).isEqualTo(4);
    assertThat(WHOLE.imageTokens()).isEqualTo(60);
  }

  @Test
  void aStopIsItsLastScaleAndItsPrice() {
    GenerationWork draft = WHOLE.limitedTo(3, null);
    assertThat(draft.lastScale()).isEqualTo(3);
    assertThat(draft.imageTokens()).isEqualTo(28);
  }

  @ParameterizedTest
  @CsvSource({"60, 4", "61, 4", "59, 3", "28, 3", "27, 2", "10, 2", "9, 1", "2, 1", "1, 0", "0, 0"})
  void aBudgetHasRoomForWholeScalesOnlyAndIsNeverExceeded(long budget, int lastScale) {
    GenerationWork limited = WHOLE.limitedTo(null, budget);
    assertThat(limited.lastScale()).isEqualTo(lastScale);
    assertThat((long) limited.imageTokens()).isLessThanOrEqualTo(budget);
  }

  @Test
  void theNarrowerOfTwoLimitsHolds() {
    assertThat(WHOLE.limitedTo(2, 28L).lastScale()).isEqualTo(2);
    assertThat(WHOLE.limitedTo(3, 10L).lastScale()).isEqualTo(2);
  }

  @Test
  void whatIsGivenCostsNothing() {
    GenerationWork rest = TestWork.given(SCHEDULE, 2, List.of(ONE, TWO));
    assertThat(rest.imageTokens()).isEqualTo(50);
    assertThat(rest.limitedTo(null, 49L).lastScale()).isEqualTo(3);
    assertThat(rest.limitedTo(null, 1L).lastScale()).isEqualTo(2);
  }

  @Test
  void withoutItsThoughtADrawingIsTheOneThatWasAskedForWithoutThinking() {
    GivenPicture picture =
        new GivenPicture(3, new ScaleSchedule(new Grid(64, 64), 1), List.of(ONE));
    GenerationWork thinks =
        new GenerationWork(
                "sha256:0",
                new int[] {101, 102, 1, 7, 8, 2}, // What asks for it, and a picture.
                new int[] {7, 8, 7},
                picture.schedule(),
                1,
                7,
                new Sampling(0, 1, 1, 1))
            .after(List.of(picture), new int[] {0})
            .thinking(new Thinking(160, 0, 1, 2, true, new int[] {9}));

    GenerationWork plain = thinks.withoutThought();

    assertThat(plain.thinking()).isNull();
    assertThat(plain.conditionalIds()).containsExactly(1, 7, 8, 2, 7);
    assertThat(plain.conditional().pictures().getFirst().boi()).isEqualTo(1);
    assertThat(plain.withoutThought()).isSameAs(plain);
  }

  @Test
  void tokensTellHowManyScalesThereAre() {
    assertThat(WHOLE.scalesOf(0)).isZero();
    assertThat(WHOLE.scalesOf(9)).isEqualTo(1);
    assertThat(WHOLE.scalesOf(10)).isEqualTo(2);
    assertThat(WHOLE.scalesOf(60)).isEqualTo(4);
    GenerationWork rest = TestWork.given(SCHEDULE, 2, List.of(ONE, TWO));
    assertThat(rest.scalesOf(0)).isEqualTo(2);
    assertThat(rest.scalesOf(18)).isEqualTo(3);
  }
}
