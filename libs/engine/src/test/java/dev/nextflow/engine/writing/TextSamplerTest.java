package dev.nextflow.engine.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextSamplerTest {

  /** Probabilities 0.5, 0.3, 0.2 at temperature 1. */
  private static final float[] LOGITS = {
    (float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)
  };

  private static final float ALMOST_ONE = Math.nextDown(1f);

  @ParameterizedTest
  @CsvSource({"0, 0", "0.49, 0", "0.51, 1", "0.79, 1", "0.81, 2", "0.99, 2"})
  void theUniformPicksByProbability(float uniform, int picked) {
    assertThat(TextSampler.sample(LOGITS, 1, 1, uniform)).isEqualTo(picked);
  }

  @Test
  void topPKeepsTheFirstThatReachesIt() {
    assertThat(TextSampler.sample(LOGITS, 1, 0.4, ALMOST_ONE)).isZero();
    assertThat(TextSampler.sample(LOGITS, 1, 0.6, ALMOST_ONE)).isEqualTo(1);
    assertThat(TextSampler.sample(LOGITS, 1, 1e-9, ALMOST_ONE)).isZero();
  }

  @Test
  void temperatureZeroTakesTheLikeliest() {
    assertThat(TextSampler.sample(LOGITS, 0, 1, ALMOST_ONE)).isZero();
  }

  @Test
  void highTemperaturesLevelTheChances() {
    assertThat(TextSampler.sample(LOGITS, 1e6, 1, 0.34f)).isEqualTo(1);
    assertThat(TextSampler.sample(LOGITS, 1e6, 1, 0.67f)).isEqualTo(2);
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    assertThat(TextSampler.sample(new float[] {3e38f, -3e38f}, 0.01, 1, ALMOST_ONE)).isZero();
  }

  @Test
  void refusesNumbersThatAreOff() {
    for (double bad : new double[] {Double.NaN, -1}) {
      assertThatIllegalArgumentException().isThrownBy(() -> TextSampler.sample(LOGITS, bad, 1, 0));
      assertThatIllegalArgumentException().isThrownBy(() -> TextSampler.sample(LOGITS, 1, bad, 0));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TextSampler.sample(LOGITS, 1, 1, (float) bad));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> TextSampler.sample(LOGITS, 1, 1, 1f));
  }
}
