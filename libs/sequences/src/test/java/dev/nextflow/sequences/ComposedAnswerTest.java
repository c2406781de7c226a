package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComposedAnswerTest {

  private static final int BOI = 9;
  private static final ScaleSchedule SCHEDULE = new ScaleSchedule(new Grid(64, 64), 2);
  private static final ScaleCodes ONE = ScaleCodes.of(7);
  private static final ScaleCodes FOUR = ScaleCodes.of(1, 2, 3, 4);

  @Test
  void anEmptyCheckpointIsAnAnswerThatHasNotBegun() {
    ComposedAnswer answer = ComposedAnswer.of(work(null), Map.of());
    assertThat(answer.ids()).isEmpty();
    assertThat(answer.pictures()).isEmpty();
    assertThat(answer.imageTokens()).isZero();
  }

  @Test
  void tokensAndPicturesComeBackAsTheyWereStored() {
    ComposedAnswer answer = ComposedAnswer.of(work(null), checkpoint("[1, 9,2,9]", 2, 1));
    assertThat(answer.ids()).containsExactly(1, 9, 2, 9);
    assertThat(answer.pictures()).containsExactly(List.of(ONE, FOUR), List.of(ONE));
    assertThat(answer.imageTokens()).isEqualTo(6);
    assertThat(answer.upToFirstGap(BOI, 2)).isEqualTo(answer);
  }

  @Test
  void whatStandsBehindAPictureThatIsNotWholeIsNotGoneOnFrom() {
    ComposedAnswer answer = ComposedAnswer.of(work(null), checkpoint("[1,9,2,9,3]", 1, 2));
    assertThat(answer.upToFirstGap(BOI, 2))
        .isEqualTo(new ComposedAnswer(List.of(1, 9), List.of(List.of(ONE))));
  }

  @Test
  void picturesThatNoTokenHasOpenedAreNotGoneOnFrom() {
    ComposedAnswer answer = ComposedAnswer.of(work(null), checkpoint("[1,9]", 2, 2));
    assertThat(answer.upToFirstGap(BOI, 2).pictures()).hasSize(1);
  }

  @Test
  void codesThatDoNotFitTheScheduleCountAsMissing() {
    Map<String, String> checkpoint = checkpoint("[9]", 2);
    checkpoint.put("codes:0:2", ONE.toBase64());
    assertThat(ComposedAnswer.of(work(null), checkpoint).pictures()).containsExactly(List.of(ONE));
  }

  @Test
  void thePriceIsTheWorstCaseUnlessTheBudgetIsLess() {
    assertThat(work(null).mostTokens()).isEqualTo(20 + 3 * 5);
    assertThat(work(30L).mostTokens()).isEqualTo(30);
    assertThat(work(1000L).mostTokens()).isEqualTo(35);
  }

  @Test
  void aBudgetHasRoomUpToItsLastToken() {
    assertThat(work(null).hasRoom(1_000_000, 1)).isTrue();
    assertThat(work(6L).hasRoom(1, 5)).isTrue();
    assertThat(work(6L).hasRoom(2, 5)).isFalse();
  }

  /** The first scales of each picture. */
  private static Map<String, String> checkpoint(String ids, int... scalesOfPicture) {
    Map<String, String> checkpoint = new HashMap<>(Map.of(ComposedAnswer.IDS, ids));
    for (int image = 0; image < scalesOfPicture.length; image++) {
      for (int scale = 1; scale <= scalesOfPicture[image]; scale++) {
        checkpoint.putAll(ComposedAnswer.field(image, scale, scale == 1 ? ONE : FOUR));
      }
    }
    return checkpoint;
  }

  private static CompositionWork work(Long budgetTokens) {
    return new CompositionWork(
        "sha256:0",
        new int[] {1},
        new int[] {1},
        List.of(),
        new int[0],
        SCHEDULE,
        new Sampling(0, 1, 1, 1),
        0,
        1,
        20,
        3,
        budgetTokens,
        7);
  }
}
