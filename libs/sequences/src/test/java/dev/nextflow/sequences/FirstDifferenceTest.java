package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstDifferenceTest {

  private static final ScaleSchedule SCHEDULE = new ScaleSchedule(new Grid(64, 64), 4);
  private static final List<ScaleCodes> PICTURE = picture(5, 1, 2, 3, 4);

  @Test
  void theSameCodesDoNotDiffer() {
    assertThat(FirstDifference.between(List.of(PICTURE, PICTURE), drawn(PICTURE, PICTURE)))
        .isEmpty();
  }

  @Test
  void aDifferenceSaysWhereItIsAndWhatStandsThere() {
    assertThat(
            FirstDifference.between(
                List.of(PICTURE, PICTURE), drawn(PICTURE, picture(5, 1, 2, 9, 8))))
        .contains(new FirstDifference(1, 2, 2, 3, 9));
  }

  @Test
  void anEarlierScaleOfALaterPictureComesFirst() {
    assertThat(
            FirstDifference.between(
                List.of(PICTURE, PICTURE), drawn(picture(5, 0, 2, 3, 4), picture(6, 1, 2, 3, 4))))
        .contains(new FirstDifference(1, 1, 0, 5, 6));
  }

  private static List<ScaleCodes> picture(int first, int... second) {
    return List.of(ScaleCodes.of(first), ScaleCodes.of(second));
  }

  private static DrawnScales drawn(List<ScaleCodes> one, List<ScaleCodes> other) {
    Map<String, String> checkpoint = new HashMap<>();
    for (int scale = 1; scale <= 2; scale++) {
      checkpoint.putAll(
          DrawnScales.fields(scale, List.of(one.get(scale - 1), other.get(scale - 1))));
    }
    return DrawnScales.of(TestWork.given(SCHEDULE, 2, List.of()), checkpoint);
  }
}
