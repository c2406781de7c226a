package dev.nextflow.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartialImagesTest {

  @Test
  void draftsAreSpreadOverTheDrawing() {
    assertThat(PartialImages.scales(3, 18)).containsExactly(4, 9, 13);
    assertThat(PartialImages.scales(1, 6)).containsExactly(3);
    assertThat(PartialImages.scales(0, 6)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 0", "3, 2, 1", "3, 3, 2", "3, 4, 3"})
  void thereAreNoMoreThanScalesBeforeTheLast(int wanted, int scales, int sent) {
    List<Integer> chosen = PartialImages.scales(wanted, scales);
    assertThat(chosen).hasSize(sent).doesNotHaveDuplicates().isSorted();
    assertThat(chosen).allMatch(scale -> scale >= 1 && scale < scales);
  }
}
