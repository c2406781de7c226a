package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingTest {

  @ParameterizedTest
  @CsvSource({"0, 0.01, 1, 1e-9", "20, 10, 2147483647, 1", "3, 1, 1024, 0.95"})
  void acceptsItsBounds(double guidance, double temperature, int topK, double topP) {
    assertThatNoException().isThrownBy(() -> new Sampling(guidance, temperature, topK, topP));
  }

  @ParameterizedTest
  @CsvSource({
    "-0.1, 1, 1, 1, guidance",
    "20.1, 1, 1, 1, guidance",
    "NaN, 1, 1, 1, guidance",
    "Infinity, 1, 1, 1, guidance",
    "3, 0.009, 1, 1, temperature",
    "3, 10.1, 1, 1, temperature",
    "3, NaN, 1, 1, temperature",
    "3, 1, 0, 1, top_k",
    "3, 1, -5, 1, top_k",
    "3, 1, 1, 0, top_p",
    "3, 1, 1, 1.01, top_p",
    "3, 1, 1, NaN, top_p",
  })
  void refusesWhatIsOutsideAndNamesIt(
      double guidance, double temperature, int topK, double topP, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sampling(guidance, temperature, topK, topP))
        .withMessageContaining(named);
  }

  @Test
  void guidanceRampsFromNothingAtTheFirstScaleToAllAtTheLast() {
    Sampling sampling = new Sampling(3, 1, 100, 1);
    assertThat(sampling.at(1, 6).guidance()).isZero();
    assertThat(sampling.at(3, 6).guidance()).isCloseTo(1.2, within(1e-12));
    assertThat(sampling.at(6, 6).guidance()).isEqualTo(3);
    assertThat(sampling.at(1, 1).guidance()).isZero();
  }

  @Test
  void aListTakesThePlaceOfItsValueAndLeavesTheOthers() {
    Sampling sampling =
        new Sampling(
            4, 1, 100, 0.9, new SamplingPerScale(null, List.of(2.0, 0.5), List.of(7, 9), null));
    assertThat(sampling.at(1, 2)).isEqualTo(new ScaleSampling(0, 2, 7, 0.9));
    assertThat(sampling.at(2, 2)).isEqualTo(new ScaleSampling(4, 0.5, 9, 0.9));
  }

  @Test
  void guidancePerScaleStandsAsItIs() {
    Sampling sampling = guidance(5.0, 0.0, 1.0);
    assertThat(sampling.at(1, 3).guidance()).isEqualTo(5);
    assertThat(sampling.at(3, 3).guidance()).isEqualTo(1);
  }

  @Test
  void listsPerScaleFitOnePictureOnly() {
    assertThat(guidance(1.0, 1.0).fits(2)).isTrue();
    assertThat(guidance(1.0, 1.0).fits(3)).isFalse();
    assertThat(new Sampling(1, 1, 1, 1).fits(3)).isTrue();
  }

  @Test
  void everyValueOfAListKeepsTheBounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> guidance(1.0, 20.5))
        .withMessageContaining("guidance");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Sampling(
                1, 1, 1, 1, new SamplingPerScale(null, null, List.of(1, 0), List.of(1.0, 1.0))))
        .withMessageContaining("top_k");
  }

  @Test
  void listsOfTwoLengthsAndNoListsAtAllAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SamplingPerScale(List.of(1.0), null, List.of(1, 2), null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SamplingPerScale(null, null, null, null));
  }

  @Test
  void isGuidedOnlyAboveZero() {
    assertThat(new Sampling(0, 1, 1, 1).guided()).isFalse();
    assertThat(new Sampling(0.5, 1, 1, 1).guided()).isTrue();
    assertThat(guidance(0.0, 0.0).guided()).isFalse();
    assertThat(guidance(0.0, 0.1).guided()).isTrue();
  }

  private static Sampling guidance(Double... perScale) {
    return new Sampling(3, 1, 1, 1, new SamplingPerScale(List.of(perScale), null, null, null));
  }
}
