package dev.nextflow.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScaleCodesTest {

  @Test
  void everyCodeSurvivesTheTextForm() {
    ScaleCodes all = ScaleCodes.of(IntStream.range(0, ScaleCodes.MAX_CODES).toArray());
    assertThat(ScaleCodes.parse(all.toBase64())).isEqualTo(all);
  }

  @Test
  void theTextFormIsBase64OfLittleEndianPairs() {
    assertThat(ScaleCodes.of(1, 0x1234, 0xFFFF).toBase64()).isEqualTo("AQA0Ev//");
  }

  @Test
  void noCodesAreNoText() {
    assertThat(ScaleCodes.of().toBase64()).isEmpty();
    assertThat(ScaleCodes.parse("").size()).isZero();
  }

  @Test
  void doesNotChangeWithTheArraysItWasMadeFromOrGave() {
    int[] source = {1, 2, 3};
    ScaleCodes codes = ScaleCodes.of(source);
    source[0] = 9;
    codes.toArray()[1] = 9;
    assertThat(codes.toArray()).containsExactly(1, 2, 3);
  }

  @Test
  void refusesWhatIsNoCode() {
    assertThatIllegalArgumentException().isThrownBy(() -> ScaleCodes.of(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> ScaleCodes.of(65_536));
  }

  @Test
  void refusesTextThatIsNotItsForm() {
    assertThatIllegalArgumentException().isThrownBy(() -> ScaleCodes.parse("not base64"));
    assertThatIllegalArgumentException().isThrownBy(() -> ScaleCodes.parse("AQAB"));
  }
}
