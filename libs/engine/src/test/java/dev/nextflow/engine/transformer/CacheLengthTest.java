package dev.nextflow.engine.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheLengthTest {

  @ParameterizedTest
  @CsvSource({"128, 129, 160", "128, 300, 320", "256, 1000, 1024"})
  void growsToTheNextStep(int current, int needed, int length) {
    assertThat(CacheLength.of(current, needed, 2000)).isEqualTo(length);
  }

  @ParameterizedTest
  @CsvSource({"128, 65", "128, 128", "384, 193", "1088, 1088"})
  void staysWhileMoreThanHalfOfItIsNeeded(int current, int needed) {
    assertThat(CacheLength.of(current, needed, 1088)).isEqualTo(current);
  }

  @ParameterizedTest
  @CsvSource({"1088, 1, 32", "1088, 130, 160", "384, 192, 192"})
  void shrinksOnceHalfOfItIsEnough(int current, int needed, int length) {
    assertThat(CacheLength.of(current, needed, 1088)).isEqualTo(length);
  }

  @ParameterizedTest
  @CsvSource({"1024, 1025, 1056", "1056, 1070, 1080", "1080, 1200, 1080"})
  void isNeverMoreThanThereIs(int current, int needed, int length) {
    assertThat(CacheLength.of(current, needed, 1080)).isEqualTo(length);
  }
}
