package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;

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
    assertThat(sampling.guidanceAt(1, 6)).isZero();
    assertThat(sampling.guidanceAt(3, 6)).isCloseTo(1.2, within(1e-12));
    assertThat(sampling.guidanceAt(6, 6)).isEqualTo(3);
    assertThat(sampling.guidanceAt(1, 1)).isZero();
  }

  @Test
  void isGuidedOnlyAboveZero() {
    assertThat(new Sampling(0, 1, 1, 1).guided()).isFalse();
    assertThat(new Sampling(0.5, 1, 1, 1).guided()).isTrue();
  }
}
