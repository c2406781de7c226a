package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrawnScalesTest {

  static final ScaleSchedule SCHEDULE = new ScaleSchedule(new Grid(64, 64), 4);
  static final ScaleCodes ONE = ScaleCodes.of(7);
  static final ScaleCodes TWO = ScaleCodes.of(1, 2, 3, 65535);

  @Test
  void anEmptyCheckpointHasNoScales() {
    DrawnScales drawn = DrawnScales.of(work(2), Map.of());
    assertThat(drawn.count()).isZero();
    assertThat(drawn.ofImage(1)).isEmpty();
  }

  @Test
  void whatWasStoredIsTakenUp() {
    Map<String, String> checkpoint = new HashMap<>();
    checkpoint.putAll(DrawnScales.fields(1, List.of(ONE, ScaleCodes.of(8))));
    checkpoint.putAll(DrawnScales.fields(2, List.of(TWO, TWO)));
    DrawnScales drawn = DrawnScales.of(work(2), checkpoint);
    assertThat(drawn.count()).isEqualTo(2);
    assertThat(drawn.ofImage(0)).containsExactly(ONE, TWO);
    assertThat(drawn.ofImage(1)).containsExactly(ScaleCodes.of(8), TWO);
  }

  @Test
  void theFieldsAreThoseThatTheGatewayReads() {
    assertThat(DrawnScales.fields(3, List.of(ONE, TWO)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("codes:0:3", ONE.toBase64(), "codes:1:3", TWO.toBase64()));
  }

  @Test
  void aScaleThatOnePictureLacksIsDrawnAgainForAll() {
    Map<String, String> checkpoint = new HashMap<>(DrawnScales.fields(1, List.of(ONE, ONE)));
    checkpoint.put("codes:0:2", TWO.toBase64());
    assertThat(DrawnScales.of(work(2), checkpoint).count()).isEqualTo(1);
  }

  @Test
  void nothingIsTakenUpAfterAScaleThatDoesNotFit() {
    for (String unfit : new String[] {"?", "", "AAA=", TWO.toBase64() + TWO.toBase64()}) {
      Map<String, String> checkpoint = new HashMap<>(DrawnScales.fields(1, List.of(ONE)));
      checkpoint.put("codes:0:2", unfit);
      checkpoint.putAll(DrawnScales.fields(3, List.of(ScaleCodes.of(new int[9]))));
      assertThat(DrawnScales.of(work(1), checkpoint).count()).as(unfit).isEqualTo(1);
    }
  }

  @Test
  void whatWasGivenComesFirstAndIsNotReadFromTheCheckpoint() {
    GenerationWork work = TestWork.given(SCHEDULE, 2, List.of(ONE));
    assertThat(DrawnScales.of(work, Map.of()).count()).isEqualTo(1);

    Map<String, String> checkpoint =
        new HashMap<>(DrawnScales.fields(1, List.of(ScaleCodes.of(8), ScaleCodes.of(9))));
    checkpoint.putAll(DrawnScales.fields(2, List.of(TWO, TWO)));
    DrawnScales drawn = DrawnScales.of(work, checkpoint);
    assertThat(drawn.ofImage(0)).containsExactly(ONE, TWO);
    assertThat(drawn.ofImage(1)).containsExactly(ONE, TWO);
  }

  @Test
  void aScaleMoreLeavesWhatThereWasAsItIs() {
    DrawnScales none = DrawnScales.of(work(2), Map.of());
    DrawnScales one = none.and(List.of(ONE, ScaleCodes.of(8)));
    assertThat(none.count()).isZero();
    assertThat(one.ofImages()).containsExactly(List.of(ONE), List.of(ScaleCodes.of(8)));
  }

  private static GenerationWork work(int images) {
    return TestWork.given(SCHEDULE, images, List.of());
  }
}
