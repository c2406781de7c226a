package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseTest {

  /** Computed from the published formula with Python's unbounded integers: the upper 24 bits. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, 0, 16132738",
    "42, 0, 1, 0, 3885841",
    "42, 3, 6, 35, 12183391",
    "9007199254740991, 1, 18, 4095, 12976627",
    "18446744073709551615, 0, 2, 3, 10784968",
    "7, 0, 3, 8, 6132681",
  })
  void isTheSameInEveryLanguage(String seed, int image, int scale, int position, int bits) {
    float[] uniforms = Noise.uniforms(Long.parseUnsignedLong(seed), image, scale, position + 1);
    assertThat(uniforms[position]).isEqualTo(bits * 0x1p-24f);
  }

  @Test
  void aPositionDoesNotDependOnHowManyAreAskedFor() {
    assertThat(Noise.uniforms(5, 1, 3, 9)).startsWith(Noise.uniforms(5, 1, 3, 4));
  }

  @Test
  void seedImageAndScaleEachChangeIt() {
    float[] noise = Noise.uniforms(1, 1, 1, 16);
    assertThat(Noise.uniforms(2, 1, 1, 16)).isNotEqualTo(noise);
    assertThat(Noise.uniforms(1, 2, 1, 16)).isNotEqualTo(noise);
    assertThat(Noise.uniforms(1, 1, 2, 16)).isNotEqualTo(noise);
  }

  /** The mean of a million uniforms leaves 0.5 +- 0.002 once in 10^11 runs; the seed is fixed. */
  @Test
  void isUniformOnTheUnitInterval() {
    double sum = 0;
    for (float uniform : Noise.uniforms(99, 0, 1, 1_000_000)) {
      assertThat(uniform >= 0 && uniform < 1).isTrue();
      sum += uniform;
    }
    assertThat(sum / 1_000_000).isBetween(0.498, 0.502);
  }
}
