package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

  /** Three candidates of 5 codes after the second scale; the whole picture has 30. */
  @Test
  void candidatesArePaidForUpToTheChoiceAndOneOfThemFromThereOn() {
    GenerationWork choosing = choosing();
    assertThat(choosing.tokensThrough(1)).isEqualTo(3);
    assertThat(choosing.tokensThrough(2)).isEqualTo(15);
    assertThat(choosing.tokensThrough(3)).isEqualTo(15 + 9);
    assertThat(choosing.imageTokens()).isEqualTo(15 + 25);
    assertThat(choosing.scalesOf(15)).isEqualTo(2);
    assertThat(choosing.scalesOf(24)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"40, 4", "39, 3", "24, 3", "23, 2", "15, 2", "14, 0", "3, 0"})
  void aBudgetThatHasNoRoomForAChoiceIsNotSpent(long budget, int lastScale) {
    GenerationWork limited = choosing().limitedTo(null, budget);
    assertThat(limited.lastScale()).isEqualTo(lastScale);
    assertThat((long) limited.imageTokens()).isLessThanOrEqualTo(budget);
  }

  @Test
  void whatIsAskedOfEveryCandidateIsReadLikeAPrompt() {
    // Up to the picture 1 id and its <boi>, 14 - 1 codes; then <eoi>, 2 ids and the answer's 2.
    assertThat(choosing().promptTokens()).isEqualTo(1 + 3 * (2 + 13 + 5));
  }

  @Test
  void aCandidateAloneIsThePictureOfItsSeed() {
    GenerationWork alone = choosing().alone(2);
    assertThat(alone.acceptance()).isNull();
    assertThat(alone.seed()).isEqualTo(9);
    assertThat(alone.imageTokens()).isEqualTo(30);
    assertThat(Acceptance.seed((1L << 53) - 1, 1)).isZero();
  }

  @Test
  void onlyOneWholePictureIsChosenAndBeforeItIsWhole() {
    Acceptance acceptance = choosing().acceptance();
    assertThatIllegalArgumentException().isThrownBy(() -> WHOLE.choosing(acceptance));
    GenerationWork begun = TestWork.given(SCHEDULE, 1, List.of(ONE));
    assertThatIllegalArgumentException().isThrownBy(() -> begun.choosing(acceptance));
    GenerationWork one = TestWork.given(SCHEDULE, 1, List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.choosing(new Acceptance(3, 4, acceptance.questions())));
  }

  private static GenerationWork choosing() {
    ExpectedAnswer question = new ExpectedAnswer(new int[] {1, 2, 3, 4, 5}, 1, new int[] {6, 7});
    return TestWork.given(SCHEDULE, 1, List.of()).choosing(new Acceptance(3, 2, List.of(question)));
  }
}
